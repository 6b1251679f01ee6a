package com.notiflows.server.demo.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;

/** A request to the server that sets up a provider state. */
final class SetupRequest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpRequest.Builder request;

  SetupRequest(String method, URI target) {
    this.request =
        HttpRequest.newBuilder(target)
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.noBody());
  }

  SetupRequest header(String name, String value) {
    request.header(name, value);
    return this;
  }

  SetupRequest json(Object body) {
    try {
      String method = request.build().method();
      request.method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
      return header("content-type", "application/json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends the request and returns the body of the response.
   *
   * @throws StateChangeException if the response has none of these statuses
   */
  JsonNode expect(int... statuses) {
    HttpRequest sent = request.build();
    try {
      HttpResponse<String> response = HTTP.send(sent, HttpResponse.BodyHandlers.ofString());
      int status = response.statusCode();
      if (Arrays.stream(statuses).noneMatch(expected -> expected == status)) {
        throw new StateChangeException(
            400,
            "The server rejects what the state stores: %s %s returned %d %s"
                .formatted(sent.method(), sent.uri().getRawPath(), status, response.body()));
      }
      return response.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted during " + sent.method(), e);
    }
  }
}
