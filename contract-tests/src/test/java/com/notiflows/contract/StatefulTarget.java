package com.notiflows.contract;

import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.provider.junit5.HttpTestTarget;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.demo.states.ProviderStates;
import com.notiflows.server.demo.states.StateChangeException;
import java.util.HashMap;
import java.util.Map;
import kotlin.Pair;

/**
 * Sets up the provider states of an interaction before Pact prepares its request, because the
 * request may contain values that a state returns.
 */
final class StatefulTarget extends HttpTestTarget {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProviderStates states;

  StatefulTarget(int port, ProviderStates states) {
    super("127.0.0.1", port);
    this.states = states;
  }

  @Override
  public Pair<Object, Object> prepareRequest(
      Pact pact, Interaction interaction, Map<String, Object> context) {
    Map<String, Object> values = new HashMap<>();
    states.setUp(""); // a new demo project
    for (ProviderState state : interaction.getProviderStates()) {
      try {
        values.putAll(states.setUp(state.getName(), JSON.valueToTree(state.getParams())));
      } catch (StateChangeException e) {
        throw new AssertionError(e.problem());
      }
    }
    context.put("providerState", values); // read by the generators of Pact
    return super.prepareRequest(pact, interaction, context);
  }
}
