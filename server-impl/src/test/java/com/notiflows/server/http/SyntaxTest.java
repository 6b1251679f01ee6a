package com.notiflows.server.http;

import static com.notiflows.server.http.Call.settingsOf;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.notiflows.server.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed paths, queries and {@code Accept} headers, and those that exclude JSON. */
class SyntaxTest {

  private static final String APNS = settingsOf(World.APNS);
  private static final String BAD_ID = "{'param':'channel_id','reason':'invalid_uuid'}";

  private final Api api = new Api(new World());

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "018dfbef8443214c74254b635cf84432",
        "018dfbef-8443-214c-7425-4b635cf8443",
        "018dfbef-8443-214c-7425-4b635cf844321",
        "018dfbef-8443-214c-7425-4b635cf8443g",
        "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "01HQXYZ123456789ABCDEFGHI",
        "01HQXYZ123456789ABCDEFGHIU",
        "018dfbef-8443-214c-7425-4b635cf84432%0A",
        "%E2%82",
        "i8dfbef-8443-214c-7425-4b635cf84432"
      })
  void rejectsAChannelIdThatIsNeitherUuidNorUlid(String id) {
    Reply reply = api.send(Call.of("GET", settingsOf(id))).expect(400, "bad_request", BAD_ID);

    assertFalse(reply.error().path("message").asText().contains(id), reply.body());
  }

  @Test
  void rejectsAUserIdThatIsTooLongOrNotUtf8() {
    String bad = "{'param':'user_id','reason':'invalid_param'}";
    String tail = "/channel-settings/" + World.APNS;
    api.send(Call.of("GET", "/admin/users/" + "u".repeat(256) + tail))
        .expect(400, "bad_request", bad);
    api.send(Call.of("GET", "/admin/users/%FF" + tail)).expect(400, "bad_request", bad);
    api.send(Call.of("GET", "/admin/users/%ED%A0%80" + tail)).expect(400, "bad_request", bad);
    api.send(Call.of("GET", "/admin/users/%FF/channel-settings/x")).expect(400, "bad_request", bad);
    // 255 characters, not bytes
    api.send(Call.of("GET", "/admin/users/" + "%F0%9F%98%80".repeat(255) + tail)).expect(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "%4", "%zz", "%C3%", "nul%00"})
  void rejectsAUserIdThatCannotBeDecoded(String user) {
    Call call =
        Call.of("GET", "/")
            .header(WireStandIn.PATH, settingsOf(World.APNS).replace(World.USER, user));

    api.send(call).expect(400, "bad_request", "{'param':'user_id','reason':'invalid_param'}");
  }

  @Test
  void rejectsAQueryThatIsNotUtf8() {
    api.send(Call.of("GET", APNS + "?a=%FF"))
        .expect(400, "bad_request", "{'param':'query','reason':'invalid_param'}");
    api.send(Call.of("GET", APNS + "?a=%C3%BC&b")).expect(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/c;;;=", "application/json;q=x", "application/json;q=2", ",;"})
  void rejectsAMalformedAcceptHeader(String accept) {
    api.send(Call.of("GET", APNS).header("Accept", accept))
        .expect(400, "bad_request", "{'param':'accept','reason':'invalid_param'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/*;q=0",
        "application/json;q=0",
        "application/json;q=0.000, */*",
        "application/json;q=0, application/*;q=1",
        "application/xml, text/*"
      })
  void rejectsAnAcceptHeaderThatExcludesJson(String accept) {
    api.send(Call.of("GET", APNS).header("Accept", accept)).expect(406, "not_acceptable", "{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/*",
        "application/json",
        "application/json; charset=utf-8",
        "text/html, application/json;q=0.001",
        "*/*;q=0, application/json",
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
      })
  void servesAnAcceptHeaderThatIncludesJson(String accept) {
    api.send(Call.of("GET", APNS).header("Accept", accept))
        .expect(404, "not_found", "{'id':'" + World.APNS + "','resource':'channel_settings'}");
  }
}
