package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.of;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log contains no secrets and no device tokens of these requests. */
class SilenceIT {

  private static final String TOKEN = "tok-silent-8b1a9953c4611296a827abf8c47804d7";
  private static final String APNS = settingsOf(DemoProject.APNS);

  private final TestServer server = TestServer.get();

  @Test
  void secretsAreNotLogged() {
    server.send(put(APNS, Json.deviceTokens(TOKEN))).expect(200);
    server.send(put(APNS, Json.deviceTokens(TOKEN + " "))).expect(422);
    server.send(put(APNS, Json.of("{'settings':{'%s'", TOKEN))).expect(400);
    String own = "/user/channels/" + DemoProject.APNS + "/settings";
    server.send(Request.signedIn(DemoProject.USER, "GET", own)).expect(200);
    server
        .send(
            of("GET", own)
                .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY)
                .header("x-notiflows-user-key", SignedIn.expiredToken(DemoProject.USER)))
        .expect(401);
    sendTokensInOtherRequests();
    sendEndpoints();
    server.sql("UPDATE channel_settings SET settings = '{" + TOKEN + "'");
    server.send(admin("GET", APNS)).expect(500);
    server.sql("RENAME TABLE channel_settings TO hidden_settings");
    try {
      server.send(put(APNS, Json.deviceTokens(TOKEN))).expect(500);
    } finally {
      server.sql("RENAME TABLE hidden_settings TO channel_settings");
    }
    server.sql("DELETE FROM channel_settings");
    sendMalformedRequests();

    assertFalse(server.log().isEmpty(), "the log is not recorded");
    assertEquals(List.of(), leaks(server.log()));
  }

  /** The lines that contain a secret or the device token of this test. */
  static List<String> leaks(Collection<String> log) {
    return log.stream()
        .filter(
            line ->
                line.contains(TOKEN)
                    || line.contains(DemoProject.SECRET_KEY)
                    || line.matches("(?s).*sk_[0-9a-f]{8}.*")
                    || line.contains("eyJhbGciOi") // the start of a JWT
                    || line.contains("eyJraWQiOi")
                    || line.contains("very secret"))
        .toList();
  }

  private void sendTokensInOtherRequests() {
    String tokens = "/admin/channels/" + DemoProject.APNS;
    String token = Json.of("{'device_token':'%s'}", TOKEN);
    Request patch = admin("PATCH", APNS).json(Json.of("{'devices':[%s]}", token));
    server.send(Replays.keyed(patch)).expect(200);
    server.send(admin("POST", tokens + "/token-lookup").json(token)).expect(200);
    server.send(admin("POST", tokens + "/token-restore").json(token)).expect(200);
    String report =
        """
        {"items": [
          {"device_token": "%s", "outcome": "invalid", "occurred_at": "2099-01-01T00:00:00Z"}
        ]}
        """;
    Request feedback = admin("POST", tokens + "/token-feedback").json(report.formatted(TOKEN));
    server.send(feedback).expect(200);
    server.send(admin("POST", tokens + "/token-restore").json(token)).expect(200);
    server.sql("RENAME TABLE endpoints TO hidden_endpoints");
    try {
      server.send(patch).expect(500);
      server.send(feedback).expect(500);
      server.send(admin("POST", tokens + "/token-lookup").json(token)).expect(500);
      server.send(admin("POST", tokens + "/token-restore").json(token)).expect(500);
    } finally {
      server.sql("RENAME TABLE hidden_endpoints TO endpoints");
    }
  }

  private void sendEndpoints() {
    String endpoint = "https://push.example.com/" + TOKEN;
    String body =
        """
        {"mode": "atomic", "items": [{
          "user_id": "%s",
          "channel_id": "%s",
          "subscriptions": [{
            "identifier": "%s",
            "settings": {"endpoint": "%s", "p256dh": "%s", "auth": "%s"}
          }]
        }]}
        """
            .formatted(
                DemoProject.USER,
                DemoProject.WEB_PUSH,
                TOKEN,
                endpoint,
                "B".repeat(87),
                "A".repeat(22));
    Request bulk = admin("POST", "/admin/channel-settings/bulk").json(body);
    server.send(bulk).expect(200);
    String channel = "/admin/channels/" + DemoProject.WEB_PUSH;
    Request lookUp =
        admin("POST", channel + "/token-lookup").json(Json.of("{'endpoint':'%s'}", endpoint));
    server.send(lookUp).expect(200);
    server.sql("RENAME TABLE endpoints TO hidden_endpoints");
    try {
      server.send(bulk).expect(500);
      server.send(lookUp).expect(500);
    } finally {
      server.sql("RENAME TABLE hidden_endpoints TO endpoints");
    }
  }

  /** Malformed requests, and clients that disconnect. The HTTP server handles both itself. */
  private void sendMalformedRequests() {
    String end = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    for (String request :
        List.of(
            "CONNECT " + TOKEN + ":80" + end,
            "CONNECT /" + TOKEN + end,
            "CONNECT " + TOKEN + end,
            "GET http://" + TOKEN + ":port/" + end,
            "GET http://[" + TOKEN + "/" + end,
            "GET //" + TOKEN + "@/%zz" + end,
            TOKEN + " / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /" + TOKEN + "\u0001%zz/../.." + end,
            "GET / HTTP/1.1\r\nHost: " + TOKEN + ":port\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [" + TOKEN + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: " + TOKEN + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + TOKEN + "/x y\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n" + TOKEN + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + TOKEN + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: " + TOKEN + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: " + TOKEN + "\r\n\r\n",
            "GET / " + TOKEN + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nx: " + TOKEN.repeat(9000) + "\r\n\r\n",
            "PUT " + APNS + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + TOKEN + "\r\n\r\n")) {
      server.wire().exchange(request);
    }
    int before = server.log().size();
    String keyed = new String(put(APNS, "").head(), StandardCharsets.UTF_8);
    for (String framing : List.of("Content-Length: 5000", "Transfer-Encoding: chunked")) {
      try (Connections gone = new Connections(server.port())) {
        gone.open(3, keyed.replace("Content-Length: 0", framing) + Json.of("{'%s", TOKEN));
      }
    }
    try (Connections gone = new Connections(server.port())) {
      gone.open(3, "GET /docs/ui.js?" + TOKEN + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    server.send(admin("GET", "/admin/channels")).expect(200);
    List<String> logged = server.log().stream().skip(before).toList();
    assertTrue(
        logged.stream().noneMatch(line -> line.contains(" failed: ") || line.contains("withheld")),
        logged::toString);
  }
}
