package com.notiflows.server.persistence;

import java.time.Duration;

/**
 * Decides whether the database answers. What counts is a ping on a connection of its own that stays
 * without an answer, never how long a statement takes: a statement may wait for a lock, a disk or
 * its turn while the database runs well.
 *
 * <p>Time is counted in ticks, and a tick that comes late counts as one tick. So a process that is
 * paused, or a machine that has no time for it, is not taken for a database that does not answer.
 */
final class OutageDetector {

  /** The time between two ticks. */
  static final Duration TICK = Duration.ofMillis(50);

  /** How long nothing may be heard from a database that has work, before it is asked. */
  static final Duration QUIET = Duration.ofMillis(100);

  /** How long a ping may stay without an answer while nothing else is heard. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  /** The same while the connection for pings is opened, which costs both sides some work. */
  static final Duration CONNECT_PATIENCE = Duration.ofSeconds(1);

  /** The pause between two pings during an outage. */
  static final Duration PAUSE = Duration.ofMillis(250);

  /** The pause while there is no connection for pings. */
  static final Duration CONNECT_PAUSE = Duration.ofSeconds(1);

  /** The pause otherwise, so that nobody between here and the database takes it for unused. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  /** How a ping ended. */
  enum Answer {
    /** The database answered. */
    GIVEN,
    /** There is no connection, or it broke. */
    NONE,
    /** The database refused, for example because it has too many connections: it is there. */
    REFUSED
  }

  /** The time that counts: a late tick adds no more than one in time. */
  private long now;

  private long lastTick;
  private long lastReply;
  private long asked;
  private long ended;
  private boolean isAsking;
  private boolean isOut;
  private volatile boolean hasReplied;

  /**
   * Begins with a database that answers.
   *
   * @param nanoTime a time that only goes forward
   */
  OutageDetector(long nanoTime) {
    this.lastTick = nanoTime;
  }

  /** Notes that the database answered a statement. Called often, by many threads. */
  void replied() {
    if (!hasReplied) {
      hasReplied = true;
    }
  }

  /**
   * Lets time pass. If the result is true, the caller asks the database, and reports the end of the
   * ping by {@link #answered}.
   *
   * @param nanoTime a time that only goes forward
   * @param hasWork whether anyone waits for the database
   * @param isConnected whether the connection for pings is open
   */
  synchronized boolean tick(long nanoTime, boolean hasWork, boolean isConnected) {
    now += Math.min(nanoTime - lastTick, TICK.toNanos());
    lastTick = nanoTime;
    noteReplies();
    if (isAsking) {
      Duration patience = isConnected ? PATIENCE : CONNECT_PATIENCE;
      isOut |= now - Math.max(asked, lastReply) >= patience.toNanos();
      return false;
    }
    boolean isQuiet = hasWork && !isOut && now - lastReply >= QUIET.toNanos();
    if (isQuiet || now - ended >= pause(isConnected).toNanos()) {
      isAsking = true;
      asked = now;
    }
    return isAsking;
  }

  private Duration pause(boolean isConnected) {
    if (isOut) {
      return PAUSE;
    }
    return isConnected ? KEEP_ALIVE : CONNECT_PAUSE;
  }

  /** Notes how a ping ended. */
  synchronized void answered(Answer answer) {
    noteReplies();
    isAsking = false;
    ended = now;
    if (answer == Answer.NONE) {
      isOut |= lastReply < asked;
    } else {
      isOut = false;
      lastReply = now;
    }
  }

  /** Whether the database does not answer. */
  synchronized boolean isOut() {
    return isOut;
  }

  private void noteReplies() {
    if (hasReplied) {
      hasReplied = false;
      lastReply = now;
    }
  }
}
