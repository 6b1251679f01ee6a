package com.notiflows.server.demo.states;

/**
 * A parameter of a provider state.
 *
 * @param meaning completes "`name`: …" in the documentation
 */
record Parameter(String name, ParameterType type, boolean isRequired, String meaning) {

  static Parameter required(String name, ParameterType type, String meaning) {
    return new Parameter(name, type, true, meaning);
  }

  static Parameter optional(String name, ParameterType type, String meaning) {
    return new Parameter(name, type, false, meaning);
  }
}
