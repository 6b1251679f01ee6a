package com.notiflows.server.demo.states;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.problem.AdministrationException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The provider states that pacts may require. The states of one interaction are set up in order, on
 * a new demo project.
 */
public final class ProviderStates {

  /** The initial state. Pact verifiers also send it as an empty name. */
  static final String NEW = "the demo project is new";

  private static final List<ProviderState> ALL =
      Stream.of(ProjectStates.all(), KeyStates.all(), SettingsStates.all())
          .flatMap(List::stream)
          .toList();

  private final DemoWorld world;
  private final Set<Call> current = new HashSet<>();

  /** Changes the demo project of this server. */
  public ProviderStates(DemoWorld world) {
    this.world = world;
  }

  private record Call(String state, ObjectNode parameters) {}

  /** The rows of the table in docs/contracts.md, without its head. */
  public static List<String> table() {
    return ALL.stream().map(ProviderState::row).toList();
  }

  /** The names of all states. */
  public static List<String> names() {
    return ALL.stream().map(ProviderState::name).toList();
  }

  static List<ProviderState> all() {
    return ALL;
  }

  /** Discards all states: the demo project is new. */
  public synchronized void reset() {
    current.clear();
    world.reset();
  }

  /**
   * Sets up a state. The first state after {@link #reset} or {@link #tearDown} starts with a new
   * demo project. So does a repeated state: some verifiers send no teardowns, so a new interaction
   * has started.
   *
   * @return values for generators in pacts
   * @throws StateChangeException if there is no such state, or if its parameters are invalid
   */
  public synchronized Map<String, String> setUp(String name, ObjectNode parameters) {
    ProviderState state = find(name);
    Arguments arguments = state.arguments(parameters);
    Call call = new Call(state.name(), parameters);
    if (current.isEmpty() || current.contains(call) || state.name().equals(NEW)) {
      reset();
    }
    current.add(call);
    try {
      return state.action().apply(world, arguments);
    } catch (AdministrationException | IllegalArgumentException e) {
      throw new StateChangeException(
          400, "The state '" + name + "' can't be set up: " + e.getMessage());
    }
  }

  /** Sets up a state without parameters. */
  public Map<String, String> setUp(String name) {
    return setUp(name, JsonNodeFactory.instance.objectNode());
  }

  /**
   * Ends the interaction and discards its states.
   *
   * @throws StateChangeException if there is no such state
   */
  public synchronized void tearDown(String name) {
    find(name);
    if (!current.isEmpty()) {
      reset();
    }
  }

  private static ProviderState find(String name) {
    String sought = name.isEmpty() ? NEW : name;
    return ALL.stream()
        .filter(state -> state.name().equals(sought))
        .findFirst()
        .orElseThrow(
            () ->
                new StateChangeException(
                    404,
                    "There is no state '"
                        + name
                        + "'. Known states: "
                        + names().stream()
                            .map(known -> "'" + known + "'")
                            .collect(Collectors.joining(", "))));
  }
}
