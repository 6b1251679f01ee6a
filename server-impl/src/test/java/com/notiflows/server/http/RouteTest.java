package com.notiflows.server.http;

import static com.notiflows.server.http.Call.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes, methods and path encoding. Routes and methods are validated before credentials. */
class RouteTest {

  private static final String APNS = settingsOf(World.APNS);
  private static final String ALLOW = "DELETE, GET, HEAD, OPTIONS, PATCH, PUT";

  private final World world = new World();
  private final Api api = new Api(world);

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/admin",
        "/admin/user",
        "/admin/users/a/channel-settings/",
        "/admin/users//channel-settings/018dfbef-8443-214c-7425-4b635cf84432",
        "/admin/users/a/channel-settings/018dfbef-8443-214c-7425-4b635cf84432/",
        "/admin/users/a/channel-settings/018dfbef-8443-214c-7425-4b635cf84432/more",
        "/admin/v2/users/a/channel-settings/018dfbef-8443-214c-7425-4b635cf84432",
        "/v1/users/a/channel-settings/018dfbef-8443-214c-7425-4b635cf84432",
        "/ADMIN/users/a/channel-settings/018dfbef-8443-214c-7425-4b635cf84432",
        "/admin/users/a/channel-settings;x=1/018dfbef-8443-214c-7425-4b635cf84432",
        "/application.wadl"
      })
  void unknownPathIs404(String path) {
    api.send(Call.bare("GET", path)).expect(404, "not_found", "{'resource':'route'}");
    assertEquals(0, world.mappers().statements());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "LOCK", "TRACE", "PURGE", "get"})
  void unknownMethodIs405WithAllow(String method) {
    Reply reply = api.send(Call.bare(method, APNS)).expect(405, "method_not_allowed", "{}");

    assertEquals(ALLOW, reply.header("Allow"));
  }

  @Test
  void answersOptionsWithoutCredentials() {
    Reply reply = api.send(Call.bare("OPTIONS", APNS)).expect(204);

    assertEquals(ALLOW, reply.header("Allow"));
    assertEquals("", reply.body());
    api.send(Call.bare("OPTIONS", "/nowhere")).expect(404, "not_found", "{'resource':'route'}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;b|a;b",
        "a%3Bb|a;b",
        "a%2Fb|a/b",
        "100%25|100%",
        "a%20b|a b",
        "a+b|a+b",
        "@:&=$,!*'()|@:&=$,!*'()",
        "%2e%2E|..",
        "..%2F..|../..",
        "%7Bid%7D|{id}",
        "J%C3%BCrgen%F0%9F%98%80|J\u00fcrgen\uD83D\uDE00"
      })
  void decodesTheUserIdInThePath(String example) {
    String spelled = example.substring(0, example.indexOf('|'));
    String meant = example.substring(example.indexOf('|') + 1);
    java.util.UUID id = java.util.UUID.fromString("00000000-0000-7000-8000-0000000000bb");
    world.mappers().user(World.PROJECT, meant, id).user(World.PROJECT, "a", World.USER_ID);

    Reply reply =
        api.send(
                Call.put(
                    "/admin/users/" + spelled + "/channel-settings/" + World.APNS,
                    """
                    {"settings":{"device_tokens":["t"]}}"""))
            .expect(200);

    assertEquals(id.toString(), reply.json().path("user_id").asText());
  }

  @Test
  void acceptsCharactersThatUrisDoNotAllow() {
    world.mappers().user(World.PROJECT, "a|b\\{c} \"d", World.USER_ID);
    Call call =
        Call.of("GET", "/")
            .header(WireStandIn.PATH, "/admin/users/a|b\\{c} \"d/channel-settings/" + World.APNS);

    api.send(call)
        .expect(404, "not_found", "{'id':'" + World.APNS + "','resource':'channel_settings'}");
  }

  @Test
  void comparesExternalIdsByteForByte() {
    world.mappers().user(World.PROJECT, "Ada", World.USER_ID);
    for (String other : new String[] {"ada", "Ada%20", "Ada;x=1"}) {
      api.send(Call.of("GET", "/admin/users/" + other + "/channel-settings/" + World.APNS))
          .expect(404);
    }
  }
}
