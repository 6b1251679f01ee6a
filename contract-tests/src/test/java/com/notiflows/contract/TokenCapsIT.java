package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token cap and the overflow policy of a channel. */
class TokenCapsIT {

  private final TestServer server = TestServer.get();
  private final CommandLineRun cli = new CommandLineRun(server.environment());
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("caps");
  private final UUID apns = projects.channel(tenant, "apns");
  private final String path = settingsOf("ann", apns);

  @BeforeEach
  void createUser() {
    projects.user(tenant, "ann");
  }

  private void cap(String... options) {
    List<Object> line =
        new ArrayList<>(List.of("channels", "token-cap", "--project", tenant.id(), "apns"));
    line.addAll(List.of(options));
    cli.run(line.toArray());
  }

  private Answer put(String tokens) {
    return server.send(tenant.put(path, Json.deviceTokens(tokens.split(" "))));
  }

  private Answer patch(String changes) {
    return server.send(
        tenant.request("PATCH", path).json(Json.of("{'device_tokens':" + changes + "}")));
  }

  private String stored() {
    return server
        .send(tenant.request("GET", path))
        .expect(200)
        .json()
        .at("/settings/device_tokens")
        .toString()
        .replaceAll("[\\[\\]\"]", "")
        .replace(',', ' ');
  }

  private void refused(Answer answer, String field) {
    assertEquals(
        List.of(field + " too_many"), answer.expect(422, "validation_failed").violations());
    assertEquals(
        "must have at most 2 entries, the cap of this channel",
        answer.details().at("/fields/0/message").asText());
  }

  @Test
  void rejectsTokensBeyondTheCap() {
    cap("--token-cap", "2");
    put("a b").expect(200);

    refused(put("a b c"), "settings.device_tokens");
    refused(patch("{'add':['c']}"), "device_tokens");
    refused(
        server.send(
            tenant.put(
                "/admin/users/ann",
                """
                {"channel_settings": [
                  {"channel_id": "%s", "settings": {"device_tokens": ["a", "b", "c"]}}
                ]}
                """
                    .formatted(apns))),
        "channel_settings[0].settings.device_tokens");

    assertEquals("a b", stored());
    patch("{'add':['c'],'remove':['a']}").expect(200);
    put("x y x").expect(200);
    assertEquals("x y", stored());
  }

  @ParameterizedTest
  @CsvSource({
    "{'add':['d']}, a c d",
    "'{''add'':[''b'',''d'']}', a b d",
    "'{''add'':[''d'',''e'']}', a d e",
    "'{''add'':[''d'',''e'',''f'']}', d e f",
    "'{''replace'':[{''from'':''a'',''to'':''d''}]}', d b c",
  })
  void evictsTheTokenUnseenForLongest(String changes, String left) {
    cap("--token-cap", "3", "--token-overflow", "evict");
    put("a b c").expect(200);
    patch("{'add':['c']}").expect(200);
    patch("{'add':['a']}").expect(200);

    patch(changes).expect(200);

    assertEquals(left, stored());
  }

  @Test
  void neverEvictsNewTokens() {
    cap("--token-cap", "2", "--token-overflow", "evict");
    put("a b").expect(200);

    refused(patch("{'add':['c','d','e']}"), "device_tokens");
    refused(put("c d e"), "settings.device_tokens");

    assertEquals("a b", stored());
  }

  @Test
  void defaultCapComesFromTheSpec() {
    cap("--token-overflow", "evict");
    StringBuilder hundred = new StringBuilder("t0");
    for (int i = 1; i < 100; i++) {
      hundred.append(" t").append(i);
    }
    put(hundred.toString()).expect(200);
    patch("{'add':['t0']}").expect(200);

    patch("{'add':['new']}").expect(200);

    assertEquals(100, stored().split(" ").length);
    assertTrue(stored().startsWith("t0 ") && stored().endsWith(" new"), stored());
  }

  @Test
  void concurrentPatchesStayWithinTheCap() throws Exception {
    cap("--token-cap", "4", "--token-overflow", "evict");

    Concurrently.run(16, i -> patch("{'add':['p" + i + "']}").expect(200));

    assertEquals(4, stored().split(" ").length);
    assertEquals(
        "4",
        server.query(
            "SELECT COUNT(*) FROM endpoints WHERE project_id = " + ManyUsers.sql(tenant.id())));
  }

  @Test
  void loweringTheCapKeepsStoredTokens() {
    put("a b c").expect(200);
    cap("--token-cap", "2");

    assertEquals("a b c", stored());
    put("a b c").expect(422);
    patch("{'remove':['a']}").expect(200);
    cap();
    put("a b c").expect(200);
    assertEquals("a b c", stored());
  }

  @ParameterizedTest
  @ValueSource(strings = {"reject", "evict"})
  void loweredCapOnlyAppliesToNewTokens(String overflow) {
    put("a b c d e").expect(200);
    cap("--token-cap", "2", "--token-overflow", overflow);

    patch("{'remove':['a']}").expect(200);
    patch("{'add':['b']}").expect(200);
    patch("{'replace':[{'from':'c','to':'x'}]}").expect(200);

    assertEquals("b x d e", stored());
    if (overflow.equals("reject")) {
      refused(patch("{'add':['f']}"), "device_tokens");
      assertEquals("b x d e", stored());
    } else {
      patch("{'add':['f']}").expect(200);
      assertEquals("x f", stored());
    }
  }

  @Test
  void channelReturnsItsCap() {
    cap("--token-cap", "2", "--token-overflow", "evict");

    Answer answer = server.send(tenant.request("GET", "/admin/channels/" + apns)).expect(200);

    assertEquals("2", answer.json().path("token_cap").toString());
    assertEquals("evict", answer.json().path("token_overflow").asText());
    Answer slack =
        server.send(tenant.request("GET", "/admin/channels/" + projects.channel(tenant, "slack")));
    assertTrue(slack.expect(200).json().path("token_cap").isMissingNode(), slack::body);
    assertNotEquals(answer.json().path("created_at"), answer.json().path("updated_at"));
  }
}
