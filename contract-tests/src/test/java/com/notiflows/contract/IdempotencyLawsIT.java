package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.spec.BundledSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Writes that are repeated in any order are done once. */
class IdempotencyLawsIT {

  private final TestServer server = TestServer.get();

  /** Conflicting writes, each with its own idempotency key. */
  private enum Write {
    PUT("PUT", Json.deviceTokens("a", "b")),
    PUT_OTHER("PUT", Json.deviceTokens("c")),
    ADD("PATCH", Json.of("{'device_tokens':{'add':['d']}}")),
    REMOVE("PATCH", Json.of("{'device_tokens':{'remove':['a','c']}}")),
    DELETE("DELETE", "");

    private final String method;
    private final String body;

    Write(String method, String body) {
      this.method = method;
      this.body = body;
    }

    Request on(Projects.Tenant tenant, String path) {
      Request request = tenant.request(method, path);
      return body.isEmpty() ? request : request.json(body);
    }
  }

  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("idempotency-laws");

  /** Shared, so that the two users don't take each other's tokens. */
  private final UUID channel = projects.sharedChannel(tenant, "fcm");

  @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
  void repeatedWritesHaveNoEffect(@ForAll("plans") List<Write> plan) {
    String run = UUID.randomUUID().toString();
    String once = "once-" + run;
    String often = "often-" + run;
    server.send(tenant.put("/admin/users/" + once, "{}")).expect(201);
    server.send(tenant.put("/admin/users/" + often, "{}")).expect(201);
    Map<Write, Answer> done = new HashMap<>();

    for (Write write : plan) {
      Answer answer =
          server.send(write.on(tenant, path(often)).header(Replays.HEADER, write + run));
      if (done.containsKey(write)) {
        Replays.assertReplay(done.get(write), answer);
      } else {
        assertEquals(
            server.send(write.on(tenant, path(once))).status(), answer.status(), answer::body);
        if (answer.status() < 300) {
          done.put(write, Replays.first(answer));
        }
      }
      assertEquals(tokens(once), tokens(often));
    }
  }

  private String path(String user) {
    return Request.settingsOf(user, channel);
  }

  private String tokens(String user) {
    Answer answer = server.send(tenant.request("GET", path(user)));
    return answer.status() + answer.json().at("/settings/device_tokens").toString();
  }

  @Provide
  Arbitrary<List<Write>> plans() {
    return Arbitraries.of(Write.values()).list().ofMinSize(2).ofMaxSize(12);
  }
}
