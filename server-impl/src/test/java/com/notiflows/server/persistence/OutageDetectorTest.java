package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.persistence.OutageDetector.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only a ping without an answer makes an outage, on a clock that the test sets. */
class OutageDetectorTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private long now;
  private final OutageDetector detector = new OutageDetector(now);
  private int pings;
  private boolean isConnected = true;

  private void tick(Duration step, boolean hasWork) {
    now += step.toNanos();
    if (detector.tick(now, hasWork, isConnected)) {
      pings++;
    }
  }

  /** Time passes in ticks that come in time. */
  private void pass(Duration time, boolean hasWork) {
    for (long n = time.dividedBy(OutageDetector.TICK); n > 0; n--) {
      tick(OutageDetector.TICK, hasWork);
    }
  }

  private void freeze() {
    pass(SECOND, true);
    assertTrue(detector.isOut());
  }

  @Test
  void aDatabaseWithoutWorkIsAskedNowAndThen() {
    pass(OutageDetector.KEEP_ALIVE.minus(OutageDetector.TICK), false);
    assertEquals(0, pings);
    pass(OutageDetector.TICK, false);
    assertEquals(1, pings);
    detector.answered(Answer.GIVEN);
    pass(OutageDetector.KEEP_ALIVE.minus(OutageDetector.TICK), false);
    assertEquals(1, pings);
    assertFalse(detector.isOut());
    pass(OutageDetector.TICK.plus(OutageDetector.PATIENCE), false);

    assertEquals(2, pings);
    assertTrue(detector.isOut());
  }

  @Test
  void aMissingConnectionIsOpenedSoonAndMayTakeLonger() {
    isConnected = false;
    pass(OutageDetector.CONNECT_PAUSE.minus(OutageDetector.TICK), false);
    assertEquals(0, pings);
    pass(OutageDetector.CONNECT_PAUSE, true);
    assertEquals(1, pings);
    assertFalse(detector.isOut());
    detector.replied();
    isConnected = true;
    pass(OutageDetector.PATIENCE, true);
    assertFalse(detector.isOut(), "the new connection was an answer");
    pass(OutageDetector.TICK, true);

    assertTrue(detector.isOut());
  }

  @Test
  void aMissingConnectionThatCannotBeOpenedIsAnOutage() {
    isConnected = false;
    pass(OutageDetector.CONNECT_PAUSE.plus(OutageDetector.CONNECT_PATIENCE), false);

    assertTrue(detector.isOut());
  }

  @Test
  void aDatabaseThatAnswersStatementsIsNotAsked() {
    for (int i = 0; i < 100; i++) {
      detector.replied();
      pass(OutageDetector.TICK, true);
    }

    assertEquals(0, pings);
  }

  @Test
  void aQuestionWithoutAnAnswerIsAnOutageAfterHalfASecond() {
    pass(OutageDetector.QUIET, true);
    assertEquals(1, pings);
    pass(OutageDetector.PATIENCE.minus(OutageDetector.TICK), true);
    assertFalse(detector.isOut(), "too early");
    pass(OutageDetector.TICK, true);

    assertTrue(detector.isOut());
    assertEquals(1, pings, "one ping at a time");
  }

  @Test
  void aSlowStatementIsNoOutage() {
    for (int i = 0; i < 1_000; i++) {
      int before = pings;
      pass(OutageDetector.TICK, true);
      if (pings > before) {
        detector.answered(Answer.GIVEN);
      }
    }

    assertTrue(pings > 100, () -> pings + " pings");
    assertFalse(detector.isOut());
  }

  @Test
  void anyAnswerToAStatementExtendsThePatience() {
    pass(OutageDetector.QUIET, true);
    for (int i = 0; i < 50; i++) {
      detector.replied();
      pass(OutageDetector.PATIENCE.minus(OutageDetector.TICK), true);
      assertFalse(detector.isOut());
    }
    assertEquals(1, pings);
    pass(OutageDetector.PATIENCE, true);

    assertTrue(detector.isOut());
  }

  @Test
  void timeInWhichThisProcessDoesNotRunDoesNotCount() {
    pass(OutageDetector.QUIET, true);
    assertEquals(1, pings);
    for (int i = 0; i < 5; i++) {
      tick(SECOND, true); // a pause, and the answer is not read yet
    }
    assertFalse(detector.isOut());
    detector.answered(Answer.GIVEN);
    pass(OutageDetector.TICK, true);

    assertFalse(detector.isOut());
  }

  @Test
  void aBrokenConnectionIsAnOutageAtOnce() {
    pass(OutageDetector.QUIET, true);
    detector.answered(Answer.NONE);

    assertTrue(detector.isOut());
  }

  @Test
  void aBrokenConnectionIsNoOutageIfAStatementWasAnsweredMeanwhile() {
    pass(OutageDetector.QUIET, true);
    detector.replied();
    detector.answered(Answer.NONE);

    assertFalse(detector.isOut());
  }

  @ParameterizedTest
  @EnumSource(names = {"GIVEN", "REFUSED"})
  void anAnswerEndsTheOutageAtOnce(Answer answer) {
    freeze();
    detector.answered(answer);

    assertFalse(detector.isOut());
    pass(OutageDetector.QUIET.minus(OutageDetector.TICK), true);
    assertFalse(detector.isOut());
  }

  @Test
  void anOutageIsAskedAboutAgainAndAgainWithPausesEvenIfNobodyWaits() {
    freeze();
    for (int i = 0; i < 10; i++) {
      detector.answered(Answer.NONE);
      int before = pings;
      pass(OutageDetector.PAUSE.minus(OutageDetector.TICK), false);
      assertEquals(before, pings, "too early");
      pass(OutageDetector.TICK, false);
      assertEquals(before + 1, pings);
      assertTrue(detector.isOut());
    }
  }
}
