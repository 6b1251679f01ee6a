package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that can't be parsed gets an error response, and the connection stays usable. */
class TargetIT {

  private static final String KEYS = Request.DEMO_KEYS;
  private static final String NEXT =
      "GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private final TestServer server = TestServer.get();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%00b",
        "a%zz",
        "%",
        "a%",
        "a%4",
        "a\u0001b",
        "a\tb",
        "a\u007Fb",
        "\u001B[31m",
        "a\u0000b",
        "%c3%28",
        "%ff",
        "a\rb",
        "\u0080",
        "a\u00FFb"
      })
  void unreadableUserIdReturns400(String id) {
    String target = settingsOf(id, DemoProject.APNS);
    for (String path : new String[] {target, "http://a" + target}) {
      Answer refused = server.wire().raw(request("GET", path, KEYS)).expect(400, "bad_request");
      refused.detail("reason", "invalid_param").detail("param", "user_id");

      server.wire().raw(request("GET", path, "")).expect(401, "unauthenticated");
      server.wire().raw(request("HEAD", path, KEYS)).expect(400);
      server.wire().raw(request("POST", path, KEYS)).expect(405, "method_not_allowed");
    }
  }

  @Test
  void unreadableChannelIdReturns400() {
    for (String id : new String[] {"%zz", "%00", "\u0001"}) {
      server
          .wire()
          .raw(request("GET", settingsOf("u", id), KEYS))
          .expect(400)
          .detail("param", "channel_id");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../x",
        "/..",
        "/a/../../..",
        "/%zz",
        "/\u0001",
        "/admin/%00",
        "x%zz",
        "/./..;/x"
      })
  void unknownRouteReturns404(String target) {
    server
        .wire()
        .raw(request("GET", target, ""))
        .expect(404, "not_found")
        .detail("resource", "route");
    server.wire().raw(request("HEAD", target, "")).expect(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%zz", "a%00", "a\u0001b", "a/../../../../../x"})
  void connectionStaysUsable(String id) {
    String first =
        request("GET", settingsOf(id, DemoProject.APNS), KEYS).replace("Connection: close\r\n", "");

    String both = server.wire().exchange(first + NEXT);

    assertEquals(2, both.split("HTTP/1\\.1 ", -1).length - 1, both);
    assertTrue(both.lastIndexOf("HTTP/1.1 404") > 0, both);
  }

  @Test
  void controlCharacterInTheQueryReturns400() {
    String target = "/admin/users?limit=\u0001";
    server
        .wire()
        .raw(request("GET", target, KEYS))
        .expect(400, "bad_request")
        .detail("param", "query");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/3.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nbroken header\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n",
        "G\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://[::x/a HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD / HTTP/3.0\r\nHost: a\r\n\r\n",
        "PUT /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "PUT /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
      })
  void malformedRequestsGetAResponseAndClose(String bytes) {
    Answer answer = server.wire().raw(bytes);

    assertTrue(answer.status() >= 400, answer::toString);
    assertEquals("close", answer.headers().get("connection"), answer::toString);
  }

  private static String request(String method, String target, String headers) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
        + headers
        + "\r\n";
  }
}
