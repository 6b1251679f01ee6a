package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The commands about keys, for one project. */
final class KeyLines {

  private final Projects.Tenant tenant;
  private final CommandLineRun cli;

  KeyLines(Projects.Tenant tenant, TestServer server) {
    this.tenant = tenant;
    this.cli = new CommandLineRun(server.environment());
  }

  private Object[] line(String command, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("keys", command, "--project"));
    line.add(tenant.id().toString());
    line.addAll(arguments);
    return line.toArray();
  }

  /** Runs a command that must succeed and returns its output. */
  String run(String command, String... arguments) {
    return cli.run(line(command, List.of(arguments)));
  }

  /** Runs a command that must fail with that exit code and returns its error. */
  String fail(int code, String command, String... arguments) {
    return cli.runExpecting(code, line(command, List.of(arguments)));
  }

  /** Runs a command that may fail. */
  boolean isDone(String command, String... arguments) {
    return cli.exitCode(line(command, List.of(arguments))) == 0;
  }

  private JsonNode json(String command, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--json");
    return cli.json(line(command, all));
  }

  /** Creates a key and returns its fields. */
  JsonNode create(String... options) {
    return json("create", List.of(options));
  }

  /** Rotates a key and returns the fields of its successor. */
  JsonNode rotate(JsonNode key, String... options) {
    List<String> all = new ArrayList<>(List.of(key.path("id").asText()));
    all.addAll(List.of(options));
    return json("rotate", all);
  }

  List<JsonNode> list() {
    return StreamSupport.stream(json("list", List.of()).spliterator(), false).toList();
  }

  /** The line of a key in the list. */
  JsonNode find(String id) {
    List<JsonNode> found =
        list().stream().filter(key -> key.path("id").asText().equals(id)).toList();
    assertEquals(1, found.size(), id);
    return found.get(0);
  }

  /** Sends a request with a key: why it is rejected, or the status. */
  String reason(Wire node, JsonNode key) {
    boolean isPublic = key.path("kind").asText().equals("public");
    String text = key.path("key").asText();
    Request request =
        Request.of("GET", "/admin/channels")
            .keys(isPublic ? text : tenant.publicKey(), isPublic ? tenant.secretKey() : text);
    Answer answer = node.send(request);
    return answer.status() == 401
        ? answer.error().at("/details/reason").asText()
        : Integer.toString(answer.status());
  }

  static Instant time(JsonNode key, String field) {
    return Instant.parse(key.path(field).asText());
  }

  /** The time from creation to expiry. */
  static Duration life(JsonNode key) {
    return Duration.between(time(key, "created_at"), time(key, "expires_at"));
  }
}
