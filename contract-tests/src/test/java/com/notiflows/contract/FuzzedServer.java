package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.embedded.Patience;
import java.time.Duration;
import java.util.Map;

/** A server of its own, for hostile requests about a user of its own. */
final class FuzzedServer implements AutoCloseable {

  static final String USER = "hostile";
  private static final String PATH = "/admin/users/" + USER;

  /** Metrics are collected once a second. */
  private static final Duration RETURN_LIMIT = Duration.ofSeconds(20);

  private static final String NO_BODIES = "\nnotiflows_request_body_bytes 0.0\n";

  private final OwnServer server = OwnServer.with(Map.of("NOTIFLOWS_METRICS", "true"));

  Wire wire() {
    return server.wire();
  }

  /** Creates the user, unless it exists. */
  void requireUser() {
    Answer answer = wire().send(Request.put(PATH, "{}"));
    assertTrue(answer.status() == 200 || answer.status() == 201, answer::toString);
  }

  /** Everything that is stored of the user. */
  String stored() {
    return wire().send(admin("GET", PATH + "/export")).expect(200).body();
  }

  /** Requires that no request still holds memory for its body, and stops. */
  @Override
  public void close() {
    try (server) {
      assertTrue(
          Patience.until(RETURN_LIMIT, () -> metrics().contains(NO_BODIES)),
          () -> "Memory of bodies is not given back: " + metrics());
    }
  }

  private String metrics() {
    return wire().exchange("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }
}
