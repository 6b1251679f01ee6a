package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.demo.DemoProject;
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

/** However often and in whatever order writes are sent again, each is done once. */
class IdempotencyLawsIT {

  private final TestServer server = TestServer.get();

  /** Writes that disturb each other; each has a key of its own. */
  private enum Write {
    PUT("PUT", "{\"settings\":{\"device_tokens\":[\"a\",\"b\"]}}"),
    PUT_OTHER("PUT", "{\"settings\":{\"device_tokens\":[\"c\"]}}"),
    ADD("PATCH", "{\"device_tokens\":{\"add\":[\"d\"]}}"),
    REMOVE("PATCH", "{\"device_tokens\":{\"remove\":[\"a\",\"c\"]}}"),
    DELETE("DELETE", "");

    private final String method;
    private final String body;

    Write(String method, String body) {
      this.method = method;
      this.body = body;
    }

    Request on(String user) {
      Request request = Request.admin(method, Request.settingsOf(user, DemoProject.FCM));
      return body.isEmpty() ? request : request.json(body);
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
  void sentAgainAWriteChangesNothing(@ForAll("plans") List<Write> plan) {
    String run = UUID.randomUUID().toString();
    String once = "once-" + run;
    String often = "often-" + run;
    server.send(Request.put("/admin/users/" + once, "{}")).expect(201);
    server.send(Request.put("/admin/users/" + often, "{}")).expect(201);
    Map<Write, Answer> done = new HashMap<>();

    for (Write write : plan) {
      Answer answer = server.send(write.on(often).header(Replays.HEADER, write + run));
      if (done.containsKey(write)) {
        Replays.assertReplay(done.get(write), answer);
      } else {
        assertEquals(server.send(write.on(once)).status(), answer.status(), answer::body);
        if (answer.status() < 300) {
          done.put(write, Replays.first(answer));
        }
      }
      assertEquals(tokens(once), tokens(often));
    }
  }

  private String tokens(String user) {
    Answer answer = server.send(Request.admin("GET", Request.settingsOf(user, DemoProject.FCM)));
    return answer.status() + answer.json().at("/settings/device_tokens").toString();
  }

  @Provide
  Arbitrary<List<Write>> plans() {
    return Arbitraries.of(Write.values()).list().ofMinSize(2).ofMaxSize(12);
  }
}
