package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PATCH of device tokens, also by many devices at the same time. */
class DeviceTokensIT {

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("devices");
  private final UUID apns = projects.channel(tenant, "apns");
  private final String path = settingsOf("ann", apns);

  DeviceTokensIT() {
    projects.user(tenant, "ann");
  }

  private Answer patch(String changes) {
    return server.send(
        tenant.request("PATCH", path).json(Json.of("{'device_tokens':" + changes + "}")));
  }

  private Answer put(String... tokens) {
    return server.send(tenant.put(path, Json.deviceTokens(tokens)));
  }

  private static List<String> tokens(Answer answer) {
    List<String> tokens = new ArrayList<>();
    answer.expect(200).json().at("/settings/device_tokens").forEach(t -> tokens.add(t.asText()));
    return tokens;
  }

  private List<String> stored() {
    return tokens(server.send(tenant.request("GET", path)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a b c | {'add':['d']}                                      | a b c d
          a b c | {'add':['b','d','d']}                              | a b c d
          a b c | {'remove':['b','x']}                               | a c
          a b c | {'replace':[{'from':'b','to':'x'}]}                | a x c
          a b c | {'replace':[{'from':'b','to':'c'}]}                | a c
          a b c | {'replace':[{'from':'x','to':'y'}]}                | a b c y
          a b c | {'replace':[{'from':'x','to':'a'}]}                | a b c
          a b c | {'replace':[{'from':'a','to':'a'}]}                | a b c
          a b c | {'replace':[{'from':'a','to':'x'},{'from':'b','to':'x'}]} | x c
          a b c | {'add':['d'],'remove':['a'],'replace':[{'from':'b','to':'x'}]} | x c d
          A a   | {'remove':['A']}                                   | a
          """)
  void patchIsIdempotent(String before, String changes, String after) {
    Answer first = put(before.split(" ")).expect(200);

    Answer changed = patch(changes);

    assertEquals(after, String.join(" ", tokens(changed)));
    assertEquals(first.json().path("created_at"), changed.json().path("created_at"));
    assertEquals(changed.body(), patch(changes).expect(200).body());
    assertEquals(changed.body(), server.send(tenant.request("GET", path)).body());
    assertEquals(
        before.equals(after),
        first.json().path("updated_at").equals(changed.json().path("updated_at")));
  }

  @Test
  void patchCreatesSettingsAndKeepsThemWhenEmpty() {
    patch("{'remove':['a']}").expect(404, "not_found").detail("resource", "channel_settings");

    assertEquals(List.of("a"), tokens(patch("{'add':['a']}")));
    Answer empty = patch("{'remove':['a']}").expect(200);

    assertEquals("[]", empty.json().at("/settings/device_tokens").toString());
    assertEquals(empty.body(), server.send(tenant.request("GET", path)).expect(200).body());
    assertEquals(List.of("b"), tokens(patch("{'replace':[{'from':'a','to':'b'}]}")));
  }

  @Test
  void emptyListsChangeNothing() {
    patch("{'add':[],'remove':[],'replace':[]}").expect(404, "not_found");
    Answer before = put("a").expect(200);

    Answer after = patch("{'add':[],'remove':[],'replace':[]}").expect(200);

    assertEquals(before.body(), after.body());
  }

  @Test
  void userApiPatchKeepsOtherTokens() {
    SignedIn.trustedBy(tenant.id(), server);
    put("tablet").expect(200);
    Request own =
        Request.of("PATCH", "/user/channels/" + apns + "/settings")
            .header("x-notiflows-api-key", tenant.publicKey())
            .header("x-notiflows-user-key", SignedIn.token("ann"));

    Answer added = server.send(own.json(Json.of("{'device_tokens':{'add':['phone']}}")));

    assertEquals(List.of("tablet", "phone"), tokens(added));
    assertEquals(List.of("tablet", "phone"), stored());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}                               | device_tokens required
          {'add':['']}                     | device_tokens.add[0] too_short
          {'add':['a b'],'more':1} \
          | device_tokens.add[0] invalid_format, device_tokens.more unknown_field
          {'replace':[{'from':'a'}]}       | device_tokens.replace[0].to required
          {'add':['a','b'],'remove':['b']} | device_tokens.add[1] invalid_value
          {'replace':[{'from':'a','to':'b'},{'from':'b','to':'c'}]} \
          | device_tokens.replace[0].to invalid_value
          """)
  void listsViolations(String changes, String violations) {
    put("a").expect(200);

    Answer answer = patch(changes).expect(422, "validation_failed");

    assertEquals(violations, String.join(", ", answer.violations().stream().sorted().toList()));
    assertEquals(List.of("a"), stored());
  }

  @Test
  void rejectsMoreThan100TokensAndKeepsTheStoredOnes() {
    String[] hundred = IntStream.range(0, 100).mapToObj(i -> "t" + i).toArray(String[]::new);
    put(hundred).expect(200);

    Answer refused = patch("{'add':['one-more']}").expect(422, "validation_failed");

    assertEquals(List.of("device_tokens too_many"), refused.violations());
    assertEquals(
        "must have at most 100 entries",
        refused.details().path("fields").path(0).path("message").asText());
    assertFalse(refused.body().contains("one-more"), refused.body());
    assertEquals(List.of(hundred), stored());
    assertEquals(100, tokens(patch("{'replace':[{'from':'t7','to':'one-more'}]}")).size());
  }

  @ParameterizedTest
  @CsvSource({"slack", "smtp", "web_push"})
  void rejectsDeviceTokensForOtherProviders(String provider) {
    UUID other = projects.channel(tenant, provider);

    Answer answer =
        server.send(
            tenant
                .request("PATCH", settingsOf("ann", other))
                .json(Json.of("{'device_tokens':{'add':['a']}}")));

    assertEquals(List.of("device_tokens wrong_provider"), answer.expect(422).violations());
  }

  @Test
  void concurrentPatchesLoseNoTokens() throws Exception {
    int rounds = 12;
    List<String> expected =
        Concurrently.run(
            32,
            phone -> {
              String token = "";
              for (int round = 0; round < rounds; round++) {
                String next = "phone-" + phone + "-" + round;
                String changes =
                    switch (round % 3) {
                      case 0 -> "{'add':['" + next + "']}";
                      case 1 -> "{'replace':[{'from':'" + token + "','to':'" + next + "'}]}";
                      default -> "{'add':['" + next + "'],'remove':['" + token + "']}";
                    };
                List<String> returned = tokens(patch(changes));
                assertEquals(1, returned.stream().filter(next::equals).count());
                if (round % 3 == 2) {
                  patch("{'remove':['" + next + "']}").expect(200);
                }
                token = next;
              }
              patch("{'add':['last-" + phone + "']}").expect(200);
              return "last-" + phone;
            });

    assertEquals(new TreeSet<>(expected), new TreeSet<>(stored()));
    assertEquals(32, stored().size());
  }

  @Test
  void concurrentAddsKeepAllTokens() throws Exception {
    for (int round = 0; round < 5; round++) {
      put("base-" + round).expect(200);
      List<String> wanted = IntStream.range(0, 8).mapToObj(i -> "t" + i).toList();

      Concurrently.run(8, i -> patch("{'add':['" + wanted.get(i) + "']}").expect(200));

      assertEquals(
          new TreeSet<>(wanted),
          stored().stream().skip(1).collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void concurrentFirstPatchesCreateOneRow() throws Exception {
    for (int round = 0; round < 20; round++) {
      server.send(tenant.request("DELETE", path));

      List<Answer> answers = Concurrently.run(4, i -> patch("{'add':['t" + i + "']}").expect(200));

      assertEquals(4, stored().size());
      assertEquals(
          1, answers.stream().map(a -> a.json().path("created_at").asText()).distinct().count());
    }
  }

  @Test
  void concurrentPutAndPatchAreSerialized() throws Exception {
    for (int round = 0; round < 10; round++) {
      String old = "old-" + round;
      put(old).expect(200);
      String fresh = "new-" + round;

      Concurrently.run(2, i -> (i == 0 ? put(fresh) : patch("{'add':['mine']}")).expect(200));

      List<String> tokens = stored();
      assertNotEquals(List.of(old), tokens);
      assertEquals(fresh, tokens.get(0), tokens::toString);
      assertFalse(tokens.contains(old), tokens::toString);
    }
  }
}
