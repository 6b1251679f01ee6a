package com.notiflows.server.http;

import static com.notiflows.server.http.Call.settingsOf;

import com.notiflows.server.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sends a request with every fault, then fixes the faults one by one to show the check order. */
class CheckOrderTest {

  private static final String NOBODY = "/admin/users/nobody/channel-settings/";
  private static final String UNKNOWN = "00000000-0000-4000-8000-0000000000ff";
  private static final String INVALID_SETTINGS =
      """
      {"settings":{"device_tokens":[]}}""";
  private static final String VALID_SETTINGS =
      """
      {"settings":{"device_tokens":["t"]}}""";

  private final Api api = new Api(new World());

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void reportsTheFirstFaultInCheckOrder() {
    send(call("POST", "/nowhere", "text/html", "text/plain", "{", false), 404);
    send(call("POST", NOBODY + "bad", "text/html", "text/plain", "{", false), 405);
    send(call("PUT", NOBODY + "bad", "text/html", "text/plain", "{", false), 401);
    send(call("PUT", NOBODY + "bad", "text/html", "text/plain", "{", true), 400);
    send(call("PUT", NOBODY + UNKNOWN, "text/html", "text/plain", "{", true), 406);
    send(call("PUT", NOBODY + UNKNOWN, "*/*", "text/plain", "{", true), 415);
    String large = "{" + " ".repeat(World.SPEC.limits().bodyBytes());
    send(call("PUT", NOBODY + UNKNOWN, "*/*", "application/json", large, true), 413);
    send(call("PUT", NOBODY + UNKNOWN, "*/*", "application/json", "{", true), 400);
    send(call("PUT", NOBODY + UNKNOWN, "*/*", "application/json", "{}", true), 422);
    send(put(NOBODY + UNKNOWN, INVALID_SETTINGS), 404)
        .expect(404, "not_found", "{'id':'nobody','resource':'user'}");
    send(put(settingsOf(UNKNOWN), INVALID_SETTINGS), 404)
        .expect(404, "not_found", "{'id':'" + UNKNOWN + "','resource':'channel'}");
    send(put(settingsOf(World.APNS), INVALID_SETTINGS), 422);
    send(put(settingsOf(World.APNS), VALID_SETTINGS), 200);
  }

  private static Call put(String target, String body) {
    return call("PUT", target, "*/*", "application/json", body, true);
  }

  private static Call call(
      String method, String target, String accept, String type, String body, boolean keys) {
    Call call = keys ? Call.of(method, target) : Call.bare(method, target);
    return call.header("Accept", accept).mediaType(type).body(body);
  }

  private Reply send(Call call, int status) {
    return api.send(call).expect(status);
  }
}
