package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.time.Duration;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Laws of arbitrary bodies. Each response is also checked against the spec. {@code
 * -Djqwik.tries.default} makes it longer; a failure prints the seed that repeats it.
 */
class HostileBodiesIT {

  private static final FuzzedServer SERVER = new FuzzedServer();

  /** Detects a hang and tolerates a slow machine. */
  private static final Duration LONG = Duration.ofSeconds(30);

  @AfterContainer
  static void stop() {
    SERVER.close();
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void aBodyIsAcceptedOrChangesNothing(@ForAll("bodies") HostileJson.Body body) {
    SERVER.requireUser();
    String before = SERVER.stored();
    long start = System.nanoTime();

    Answer answer =
        SERVER
            .wire()
            .send(
                body.operation()
                    .bare(FuzzedServer.USER, DemoProject.APNS.toString())
                    .header("Content-Type", "application/json")
                    .body(body.bytes()));

    assertTrue(answer.status() < 500, answer::toString);
    assertTrue(System.nanoTime() - start < LONG.toNanos(), "took too long");
    if (answer.status() >= 400) {
      assertEquals(before, SERVER.stored());
    }
  }

  @Provide
  Arbitrary<HostileJson.Body> bodies() {
    return HostileJson.bodies();
  }
}
