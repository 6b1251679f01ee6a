package com.notiflows.server.demo.states;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Endpoint for Pact verifiers to set up provider states: {@code POST} with {@code {"state",
 * "params", "action"}}, on loopback only. {@code GET} lists the states.
 */
public final class ProviderStateServer implements AutoCloseable {

  /** The path of the endpoint. */
  public static final String PATH = "/provider-states";

  private static final int LARGEST_BODY = 1 << 20;
  private static final int THREADS = 4;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ProviderStates states;
  private final Consumer<String> log;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private ProviderStateServer(ProviderStates states, HttpServer http, Consumer<String> log) {
    this.states = states;
    this.http = http;
    this.log = log;
  }

  /**
   * Starts the endpoint.
   *
   * @param port 0 for any free port
   * @param log receives a line for each rejected request, because verifiers hide the response
   * @throws java.net.BindException if the port is taken
   */
  public static ProviderStateServer start(ProviderStates states, int port, Consumer<String> log)
      throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    ProviderStateServer server = new ProviderStateServer(states, http, log);
    http.createContext("/", server::answer);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** The URL of the endpoint. */
  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + PATH;
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      JsonNode body;
      try {
        body = handle(exchange);
      } catch (StateChangeException e) {
        status = e.status();
        body = error(e.problem());
      } catch (RuntimeException e) {
        status = 500;
        body = error("The state can't be set up: " + e);
      }
      if (status != 200) {
        log.accept("Provider states: " + status + " " + body.at("/error/message").asText());
      }
      byte[] bytes = JSON.writeValueAsBytes(body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private JsonNode handle(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      throw new StateChangeException(404, "The only path is " + PATH);
    }
    return switch (exchange.getRequestMethod()) {
      case "GET" -> list();
      case "POST" -> change(read(exchange));
      default -> throw new StateChangeException(405, "The methods are GET and POST");
    };
  }

  /** Requires JSON, so that browsers send a preflight request before a page of another origin. */
  private static ObjectNode read(HttpExchange exchange) throws IOException {
    String type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    if (!type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json")) {
      throw new StateChangeException(
          415, "Send the state change as a JSON body with Content-Type: application/json");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new StateChangeException(413, "The body must have at most 1 MiB");
    }
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new StateChangeException(400, "The body is not JSON: " + e.getOriginalMessage());
    }
    throw new StateChangeException(400, "The body must be an object");
  }

  private ObjectNode change(ObjectNode sent) {
    List<String> names = names(sent);
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    JsonNode action = sent.path("action");
    if (action.asText().equals("teardown")) {
      names.forEach(states::tearDown);
      return values;
    }
    ObjectNode parameters = parameters(sent);
    if (action.isMissingNode()) { // older verifiers send the whole interaction in one request
      states.reset();
    } else if (!action.asText().equals("setup")) {
      throw new StateChangeException(400, "action must be setup or teardown");
    }
    for (String name : names) {
      states.setUp(name, parameters).forEach(values::put);
    }
    return values;
  }

  private static List<String> names(ObjectNode sent) {
    JsonNode state = sent.path("state");
    JsonNode several = sent.path("states");
    List<String> names = new ArrayList<>();
    if (state.isTextual()) {
      names.add(state.textValue());
    } else if (several instanceof ArrayNode) {
      several.forEach(each -> names.add(each.asText()));
    } else {
      throw new StateChangeException(400, "state must be a string, or states an array of strings");
    }
    return names;
  }

  private static ObjectNode parameters(ObjectNode sent) {
    JsonNode parameters = sent.path("params");
    if (parameters.isMissingNode() || parameters.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (parameters instanceof ObjectNode object) {
      return object;
    }
    throw new StateChangeException(400, "params must be an object");
  }

  private static ObjectNode list() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("states");
    for (ProviderState state : ProviderStates.all()) {
      ObjectNode each = list.addObject().put("state", state.name()).put("effect", state.effect());
      ArrayNode parameters = each.putArray("params");
      for (Parameter parameter : state.parameters()) {
        parameters
            .addObject()
            .put("name", parameter.name())
            .put("type", parameter.type().label())
            .put("required", parameter.isRequired())
            .put("meaning", parameter.meaning());
      }
      ArrayNode values = each.putArray("values");
      state.values().forEach(values::add);
    }
    return answer;
  }

  private static ObjectNode error(String message) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode error = answer.putObject("error").put("message", message);
    ArrayNode known = error.putArray("known_states");
    ProviderStates.names().forEach(known::add);
    return answer;
  }
}
