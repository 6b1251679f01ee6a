package com.notiflows.server.demo.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A state of the demo project that a pact may require.
 *
 * @param effect what the state changes, for the documentation
 * @param values the names of the values that it returns, for generators in pacts
 */
record ProviderState(
    String name, String effect, List<Parameter> parameters, List<String> values, Action action) {

  /** Changes the demo project and returns values for generators in pacts. */
  interface Action {
    Map<String, String> apply(DemoWorld world, Arguments arguments);
  }

  /** Changes the demo project. */
  interface Effect {
    void apply(DemoWorld world, Arguments arguments);
  }

  static ProviderState of(String name, String effect, Effect action, Parameter... parameters) {
    return new ProviderState(
        name,
        effect,
        List.of(parameters),
        List.of(),
        (world, arguments) -> {
          action.apply(world, arguments);
          return Map.of();
        });
  }

  static ProviderState returning(
      String value, String name, String effect, Action action, Parameter... parameters) {
    return new ProviderState(name, effect, List.of(parameters), List.of(value), action);
  }

  /**
   * Validates parameters.
   *
   * @throws StateChangeException if one is missing, unknown or of the wrong type
   */
  Arguments arguments(ObjectNode sent) {
    List<String> problems = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (sent.has(parameter.name())
          ? !parameter.type().accepts(sent.get(parameter.name()))
          : parameter.isRequired()) {
        problems.add(parameter.name() + " must be " + parameter.type().label());
      }
    }
    List<String> known = parameters.stream().map(Parameter::name).toList();
    for (Map.Entry<String, ?> each : sent.properties()) {
      if (!known.contains(each.getKey())) {
        problems.add(
            known.isEmpty()
                ? each.getKey() + " is unknown; this state has no parameters"
                : each.getKey() + " is unknown; known are " + String.join(", ", known));
      }
    }
    if (!problems.isEmpty()) {
      throw new StateChangeException(
          400, "Invalid parameters of the state '" + name + "': " + String.join("; ", problems));
    }
    return new Arguments(sent);
  }

  /** The row of this state in the table of docs/contracts.md. */
  String row() {
    String documented =
        parameters.stream()
            .map(
                parameter ->
                    "`%s`%s: %s"
                        .formatted(
                            parameter.name(),
                            parameter.isRequired() ? "" : " (optional)",
                            parameter.meaning()))
            .collect(Collectors.joining("; "));
    String returned =
        values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |"
        .formatted(name, effect, documented, returned)
        .replaceAll(" +", " ");
  }
}
