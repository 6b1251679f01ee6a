package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Laws of whatever arrives on a connection. {@code -Djqwik.tries.default} makes it longer; a
 * failure prints the seed that repeats it.
 */
class HostileRequestsIT {

  private static final FuzzedServer SERVER = new FuzzedServer();

  /** The server does not implement a transfer coding, a method or a version. */
  private static final Set<Integer> NOT_IMPLEMENTED = Set.of(501, 505);

  private static final String NEXT =
      "GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\nx-request-id: next\r\n\r\n";

  @AfterContainer
  static void stop() {
    SERVER.close();
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void arbitraryRequestsGetWellFormedResponses(@ForAll("requests") String request) {
    SERVER.requireUser();
    String before = SERVER.stored();

    List<Answer> answers = exchange(request);

    assertFalse(answers.isEmpty(), "no response");
    boolean isHead = request.startsWith("HEAD ");
    for (Answer answer : answers) {
      assertTrue(
          answer.status() < 500 || NOT_IMPLEMENTED.contains(answer.status()), answer::toString);
      if (answer.status() >= 400) {
        Conformance.checkEnvelope(isHead && answer == answers.get(0), answer);
      }
    }
    for (Answer answer : answers.subList(0, answers.size() - 1)) {
      assertNotEquals("close", answer.headers().get("connection"), "a response after the last");
    }
    if (answers.stream().noneMatch(answer -> answer.status() < 300)) {
      assertEquals(before, SERVER.stored());
    }
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void noRequestHidesInTheBodyOfAnother(@ForAll("ambiguousRequests") String request) {
    SERVER.requireUser();

    List<Answer> answers = exchange(request);

    assertFalse(answers.isEmpty(), "no response");
    for (Answer answer : answers) {
      assertFalse(
          HostileHttp.HIDDEN.equals(answer.headers().get("x-request-id")), answer::toString);
    }
    SERVER.stored(); // the user was not deleted
  }

  /** Another request follows directly. */
  private static List<Answer> exchange(String request) {
    Optional<String> received = SERVER.wire().exchangeUnlessReset(request + NEXT);
    Assume.that(received.isPresent());
    return Responses.of(received.get(), request.startsWith("HEAD "));
  }

  @Provide
  Arbitrary<String> requests() {
    return HostileHttp.requests();
  }

  @Provide
  Arbitrary<String> ambiguousRequests() {
    return HostileHttp.ambiguousRequests();
  }
}
