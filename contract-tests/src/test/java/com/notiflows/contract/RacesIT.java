package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.spec.BundledSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Concurrent writes of the same settings all succeed with correct responses. */
class RacesIT {

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("races");
  private final UUID channel = projects.channel(tenant, "apns");

  @Test
  void concurrentCreatesReturnTheSameCreatedAt() throws Exception {
    for (int round = 0; round < 40; round++) {
      String path = settingsOf("two-" + round, channel);
      UUID user = projects.user(tenant, "two-" + round);

      List<Answer> answers = Concurrently.run(2, i -> server.send(tenant.put(path, body("r" + i))));

      Set<String> created = new TreeSet<>();
      answers.forEach(a -> created.add(a.expect(200).json().path("created_at").asText()));
      assertEquals(1, created.size(), created::toString);
      assertEquals("1", rowsOf(user));
      Answer read = server.send(tenant.request("GET", path)).expect(200);
      assertTrue(answers.stream().anyMatch(a -> a.body().equals(read.body())), read::body);
    }
  }

  @Test
  void concurrentIdenticalWritesReturnTheSameResponse() throws Exception {
    for (int round = 0; round < 20; round++) {
      String path = settingsOf("same-" + round, channel);
      projects.user(tenant, "same-" + round);

      List<Answer> answers = Concurrently.run(2, i -> server.send(tenant.put(path, body("same"))));

      assertEquals(answers.get(0).expect(200).body(), answers.get(1).expect(200).body());
    }
  }

  @Test
  void sixtyFourConcurrentWritersAllSucceed() throws Exception {
    String path = settingsOf("crowd", channel);
    UUID user = projects.user(tenant, "crowd");

    List<Answer> answers =
        Concurrently.run(
            64,
            i -> {
              Answer last = server.send(tenant.put(path, body("c" + i)));
              for (int n = 0; n < 5; n++) {
                last.expect(200);
                last = server.send(tenant.put(path, body("c" + i + "-" + n)));
              }
              return last;
            });

    answers.forEach(answer -> answer.expect(200));
    assertEquals("1", rowsOf(user));
  }

  @Test
  void concurrentWritesAndDeletesReturnDocumentedStatuses() throws Exception {
    String path = settingsOf("churn", channel);
    projects.user(tenant, "churn");

    List<Answer> answers =
        Concurrently.run(
            16,
            i -> {
              Answer last = null;
              for (int n = 0; n < 20; n++) {
                last =
                    i % 2 == 0
                        ? server.send(tenant.put(path, body("w" + i + n))).expect(200)
                        : server.send(tenant.request("DELETE", path));
                assertTrue(Set.of(200, 204, 404).contains(last.status()), last::body);
              }
              return last;
            });

    assertEquals(16, answers.size());
  }

  private String rowsOf(UUID user) {
    String hex = user.toString().replace("-", "");
    return server.query("SELECT COUNT(*) FROM channel_settings WHERE user_id = x'" + hex + "'");
  }

  private static String body(String token) {
    return Json.deviceTokens(token);
  }
}
