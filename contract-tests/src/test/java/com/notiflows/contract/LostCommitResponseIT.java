package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.testing.CuttingProxy;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database connection breaks during a commit: 503, and a retry returns the outcome. */
@Timeout(180)
class LostCommitResponseIT {

  private static final int CLIENTS = 8;

  private final TestServer direct = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("lost-answer");
  private final UUID channel = projects.channel(tenant, "apns");

  private CuttingProxy proxy;
  private Components components;
  private NotiflowsServer server;

  @BeforeEach
  void start() throws IOException {
    URI database = URI.create(direct.database().jdbcUrl().substring("jdbc:".length()));
    proxy = new CuttingProxy(database.getPort());
    Map<String, String> environment = new HashMap<>(direct.environment());
    environment.put(
        "NOTIFLOWS_DB_URL",
        "jdbc:mysql://127.0.0.1:"
            + proxy.port()
            + database.getPath()
            + "?sslMode=DISABLED&allowPublicKeyRetrieval=true");
    components = TestServer.components(environment);
    server = TestServer.start(components);
  }

  @AfterEach
  void stop() {
    server.close();
    components.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource(CuttingProxy.Cut.class)
  void retryReturnsTheActualOutcome(CuttingProxy.Cut cut) throws Exception {
    Wire wire = new Wire(server.port());
    List<Request> writes = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      projects.user(tenant, "u" + i);
      String body = Json.deviceTokens("token-" + i);
      writes.add(Replays.keyed(tenant.put(settingsOf("u" + i, channel), body)));
    }
    // Makes the server load the project before the cut.
    wire.send(tenant.request("GET", settingsOf("u0", channel))).expect(404);
    proxy.cutNext(cut);

    List<Answer> answers = Concurrently.run(CLIENTS, i -> wire.send(writes.get(i)));

    int failed = 0;
    for (int i = 0; i < CLIENTS; i++) {
      Answer answer = answers.get(i);
      if (answer.status() == 503) {
        failed++;
        assertEquals("5", answer.headers().get("retry-after"));
        answer = wire.send(writes.get(i)).expect(200);
        assertEquals(cut == CuttingProxy.Cut.AFTER_COMMIT, Replays.isReplay(answer));
      }
      answer.expect(200);
      assertEquals(
          Json.array("token-" + i), answer.json().at("/settings/device_tokens").toString());
      Replays.assertReplay(answer, wire.send(writes.get(i)));
      Answer read = direct.send(tenant.request("GET", settingsOf("u" + i, channel)));
      assertEquals(answer.body(), read.expect(200).body());
    }
    assertTrue(failed > 0, "no commit was cut");
  }
}
