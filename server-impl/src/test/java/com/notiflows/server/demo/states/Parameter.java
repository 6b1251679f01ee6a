package com.notiflows.server.demo.states;

import com.notiflows.server.demo.DemoProject;

/**
 * A parameter of a provider state.
 *
 * @param meaning completes "`name`: …" in the documentation
 */
record Parameter(String name, ParameterType type, boolean isRequired, String meaning) {

  static final Parameter USER =
      optional(
          "user_id", ParameterType.TEXT, "the external id; default `" + DemoProject.USER + "`");

  static final Parameter CREATED =
      optional("created_at", ParameterType.TIME, "default `" + DemoWorld.STORED_AT + "`");

  static final Parameter UPDATED =
      optional("updated_at", ParameterType.TIME, "default `created_at`");

  static Parameter required(String name, ParameterType type, String meaning) {
    return new Parameter(name, type, true, meaning);
  }

  static Parameter optional(String name, ParameterType type, String meaning) {
    return new Parameter(name, type, false, meaning);
  }
}
