package com.notiflows.server.http;

import static com.notiflows.server.http.Call.put;
import static com.notiflows.server.http.Call.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PUT, GET and DELETE of settings. */
class SettingsLifeTest {

  private static final String APNS = settingsOf(World.APNS);
  private static final String SLACK = settingsOf(World.SLACK);

  private final World world = new World();
  private final Api api = new Api(world);

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void putReturnsTheStoredSettings() {
    Reply reply =
        api.send(put(settingsOf("01HQXYZ123456789ABCDEFGHIJ"), tokens("Example..."))).expect(200);

    assertEquals(
        """
        {"channel_id":"018dfbef-8443-214c-7425-4b635cf84432",\
        "created_at":"2026-11-23T14:15:22.048211Z","provider":"apns",\
        "settings":{"device_tokens":["Example..."]},\
        "updated_at":"2026-11-23T14:15:22.048211Z",\
        "user_id":"00000000-0000-7000-8000-00000000000a"}""",
        reply.body());
    assertEquals("application/json", reply.header("Content-Type"));
  }

  @Test
  void timestampsHaveSixFractionDigitsEvenIfZero() {
    world.clock().advance(Duration.ofNanos(1_000_000_000 - 48_211_999));

    Reply reply = api.send(put(APNS, tokens("a"))).expect(200);

    assertEquals("2026-11-23T14:15:23.000000Z", reply.json().path("created_at").asText());
  }

  @Test
  void getReturnsWhatPutReturned() {
    Reply written = api.send(put(APNS, tokens("a", "b"))).expect(200);

    assertEquals(written.body(), api.send(Call.of("GET", APNS)).expect(200).body());
    Reply head = api.send(Call.of("HEAD", APNS)).expect(200);
    assertEquals("", head.body());
  }

  @Test
  void putReplacesAllSettingsAndKeepsCreatedAt() {
    String both =
        """
        {"settings":{"slack_channel_id":"C1","slack_user_id":"U1"}}""";
    String user =
        """
        {"settings":{"slack_user_id":"U2"}}""";
    Reply first = api.send(put(SLACK, both)).expect(200);
    world.clock().advance(Duration.ofSeconds(1));

    Reply second = api.send(put(SLACK, user)).expect(200);

    assertEquals(first.json().path("created_at"), second.json().path("created_at"));
    assertEquals("2026-11-23T14:15:23.048211Z", second.json().path("updated_at").asText());
    assertEquals(
        """
        {"slack_user_id":"U2"}""",
        second.json().path("settings").toString());
    assertEquals(second.body(), api.send(Call.of("GET", SLACK)).body());
  }

  @Test
  void repeatedPutChangesNothing() {
    Reply first = api.send(put(APNS, tokens("a", "b"))).expect(200);
    world.clock().advance(Duration.ofSeconds(1));

    assertEquals(first.body(), api.send(put(APNS, tokens("a", "b"))).expect(200).body());
    assertEquals(first.body(), api.send(put(APNS, tokens("a", "b", "a"))).expect(200).body());
  }

  @Test
  void secondDeleteIs404() {
    api.send(put(APNS, tokens("a"))).expect(200);

    Reply deleted = api.send(Call.of("DELETE", APNS)).expect(204);

    assertEquals("", deleted.body());
    String gone = "{'id':'" + World.APNS + "','resource':'channel_settings'}";
    api.send(Call.of("DELETE", APNS)).expect(404, "not_found", gone);
    api.send(Call.of("GET", APNS)).expect(404, "not_found", gone);
    assertEquals(404, api.send(Call.of("HEAD", APNS)).status());
  }

  @Test
  void servesBothBasePaths() {
    api.send(put("/admin/v1" + APNS.substring("/admin".length()), tokens("v1"))).expect(200);

    Reply read = api.send(Call.of("GET", APNS)).expect(200);

    assertEquals("v1", read.json().at("/settings/device_tokens/0").asText());
  }

  @Test
  void notFoundNamesTheMissingUserOrChannel() {
    String id = "00000000-0000-4000-8000-0000000000ff";
    String nobody = "/admin/users/no%2Fbody/channel-settings/" + id;
    for (String method : new String[] {"GET", "DELETE"}) {
      api.send(Call.of(method, nobody))
          .expect(404, "not_found", "{'id':'no/body','resource':'user'}");
      api.send(Call.of(method, settingsOf(id)))
          .expect(404, "not_found", "{'id':'" + id + "','resource':'channel'}");
    }
    api.send(put(nobody, tokens("a")))
        .expect(404, "not_found", "{'id':'no/body','resource':'user'}");
    String ulid = "0HQXYZ123456789ABCDEFGHJKM";
    api.send(put(settingsOf(ulid), tokens("a")))
        .expect(404, "not_found", "{'id':'" + ulid + "','resource':'channel'}");
  }

  @Test
  void rejectsSettingsForAProviderWithoutSettings() {
    String smtp = settingsOf(World.SMTP);

    Reply refused = api.send(put(smtp, "{\"settings\":{}}")).expect(422);

    assertEquals(java.util.List.of("settings not_supported"), refused.violations());
    String none = "{'id':'" + World.SMTP + "','resource':'channel_settings'}";
    api.send(Call.of("GET", smtp)).expect(404, "not_found", none);
    api.send(Call.of("DELETE", smtp)).expect(404, "not_found", none);
  }

  private static String tokens(String... tokens) {
    return """
        {"settings":{"device_tokens":["%s"]}}"""
        .formatted(String.join("\",\"", tokens));
  }
}
