package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Calls the endpoint for provider states, as Pact's verifiers do.
 *
 * @param url of the endpoint
 */
record StateEndpoint(String url) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A status and a JSON body. */
  record Response(int status, JsonNode body) {

    String message() {
      return body.at("/error/message").asText();
    }
  }

  /** Sets up a state and returns its values. */
  JsonNode setUp(String state, String parameters) {
    Response response = post(change(state, parameters, "setup"));
    assertEquals(200, response.status(), () -> state + ": " + response.body());
    return response.body();
  }

  void tearDown(String state) {
    assertEquals(new Response(200, JSON.createObjectNode()), post(change(state, "{}", "teardown")));
  }

  Response post(String body) {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static Response send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(
              request.timeout(Duration.ofSeconds(60)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Response(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static String change(String state, String parameters, String action) {
    return """
        {"state": %s, "params": %s, "action": "%s"}
        """
        .formatted(JSON.getNodeFactory().textNode(state), parameters, action);
  }
}
