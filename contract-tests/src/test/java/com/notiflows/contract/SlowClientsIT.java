package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.notiflows.server.demo.DemoProject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that send or read slowly do not block others, even if they outnumber the threads. */
class SlowClientsIT {

  /**
   * Less than the 20 s for which the server waits for a slow client; on an idle machine it takes
   * 0.1 s.
   */
  static final Duration NOT_BLOCKED = Duration.ofSeconds(15);

  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final String BODY = Json.deviceTokens("slow");
  private static final String ANNOUNCED =
      "Host: a\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n";

  private static final String KEYS = Request.DEMO_KEYS;

  private final TestServer server = TestServer.get();

  @Test
  void missingBodiesBlockNoThread() {
    try (Connections silent = new Connections(server.port())) {
      silent.open(400, "PUT " + APNS + " HTTP/1.1\r\n" + ANNOUNCED + "\r\n");

      assertOthersAreServed();

      for (Answer answer : silent.answers()) {
        answer.expect(401, "unauthenticated");
        assertEquals("close", answer.headers().get("connection"));
      }
    }
  }

  @Test
  void earlyErrorsAreSentImmediatelyAndClose() {
    String long9000 = "q".repeat(9000);
    String huge = "Host: a\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n";
    String text = "Host: a\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n";
    assertRefused(414, "PUT " + APNS + "?" + long9000 + " HTTP/1.1\r\n" + ANNOUNCED + KEYS);
    assertRefused(
        431, "PUT " + APNS + " HTTP/1.1\r\nx: " + long9000 + long9000 + "\r\n" + ANNOUNCED);
    assertRefused(404, "PUT /nowhere HTTP/1.1\r\n" + ANNOUNCED);
    assertRefused(405, "POST " + APNS + " HTTP/1.1\r\n" + ANNOUNCED);
    assertRefused(400, "PUT /admin/users/u/channel-settings/x HTTP/1.1\r\n" + ANNOUNCED + KEYS);
    assertRefused(406, "PUT " + APNS + " HTTP/1.1\r\nAccept: text/html\r\n" + ANNOUNCED + KEYS);
    assertRefused(415, "PUT " + APNS + " HTTP/1.1\r\n" + text + KEYS);
    assertRefused(413, "PUT " + APNS + " HTTP/1.1\r\n" + huge + KEYS);
    assertRefused(
        501, "PUT " + APNS + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n");
    assertRefused(401, "PUT " + APNS + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n");
  }

  private void assertRefused(int status, String head) {
    try (Connections silent = new Connections(server.port())) {
      silent.open(1, head + "\r\n");
      Answer answer = silent.answers().get(0);
      answer.expect(status);
      assertEquals("close", answer.headers().get("connection"), head);
      Conformance.checkEnvelope(false, answer);
    }
  }

  @Test
  void slowBodiesBlockNoThreadAndTimeOut() throws InterruptedException {
    String head = "PUT /user/channels/" + DemoProject.APNS + "/settings HTTP/1.1\r\n" + ANNOUNCED;
    String keys =
        "x-notiflows-api-key: "
            + DemoProject.PUBLIC_KEY
            + "\r\nx-notiflows-user-key: "
            + SignedIn.token(DemoProject.USER)
            + "\r\n\r\n";
    try (Connections slow = new Connections(server.port())) {
      for (int i = 0; i < 10; i++) {
        slow.open(25, head + keys);
        assertOthersAreServed(); // in between, so that the slow clients don't exhaust the pool
      }
      for (int i = 0; i < 4; i++) {
        slow.send(" ");
        assertOthersAreServed();
        TimeUnit.SECONDS.sleep(4);
      }

      for (Answer answer : slow.answers()) {
        answer.expect(408, "bad_request");
        assertEquals("close", answer.headers().get("connection"));
        Conformance.checkEnvelope(false, answer);
      }
    }
  }

  @Test
  void acceptsABodyInPieces() {
    String body = BODY + " ".repeat(3000 - BODY.length());
    Request whole = put(APNS, body);
    try (Connections pieces = new Connections(server.port())) {
      pieces.open(1, new String(whole.head(), StandardCharsets.ISO_8859_1));
      for (int at = 0; at < body.length(); at += 1000) {
        pieces.send(body.substring(at, at + 1000));
      }
      pieces.answers().get(0).expect(200);
    }
  }

  @Test
  void onlyAuthenticatedRequestsGet100Continue() {
    String expects = "Expect: 100-continue\r\n";
    Request allowed = put(APNS, BODY).header("Expect", "100-continue");
    server.send(allowed).expect(200);
    try (Connections waiting = new Connections(server.port())) {
      waiting.open(1, "PUT " + APNS + " HTTP/1.1\r\n" + ANNOUNCED + expects + "\r\n");
      waiting.answers().get(0).expect(401);
    }
  }

  @Test
  void clientsThatNeverReadBlockNoThread() {
    try (Connections slow = new Connections(server.port())) {
      slow.open(400, "GET /docs/ui.js HTTP/1.1\r\nHost: a\r\n\r\n");

      assertOthersAreServed();
    }
  }

  @Test
  void unreadResponsesBlockNoThread() {
    String get = "GET /errors HTTP/1.1\r\nHost: a\r\n\r\n";
    try (Connections slow = new Connections(server.port())) {
      slow.open(220, get.repeat(60)); // more than the buffers of a socket hold

      assertOthersAreServed();
    }
  }

  private void assertOthersAreServed() {
    assertTimeoutPreemptively(
        NOT_BLOCKED,
        () -> {
          for (Request request : List.of(admin("GET", "/admin/channels"), put(APNS, BODY))) {
            server.send(request).expect(200);
          }
        });
  }
}
