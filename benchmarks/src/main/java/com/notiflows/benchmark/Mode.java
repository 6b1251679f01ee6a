package com.notiflows.benchmark;

/** What a run does, and how long each step takes. */
enum Mode {
  /** One minute: a smoke test. Its figures are meaningless. */
  QUICK(2_000, 0.5, 0.2, 0.4, 1),

  /** Twenty minutes: the comparison on MySQL 8. */
  STANDARD(100_000, 15, 2, 6, 5),

  /** The comparison on MySQL 8 and MariaDB, and with a server built on Spring Boot. */
  FULL(100_000, 15, 2, 10, 5),

  /** Compares the speed with few and with many settings. */
  SIZE(0, 10, 5, 30, 0),

  /** Checks that memory is stable at full load. */
  SOAK(100_000, 10, 0, 30, 0),

  /** Measures the latency of other projects while one floods the server. */
  FLOOD(0, 10, 5, 30, 0),

  /** Records a flame graph of one scenario. */
  PROFILE(100_000, 60, 2, 20, 0);

  private final int users;
  private final double warmUpSeconds;
  private final double settleSeconds;
  private final double seconds;
  private final int starts;

  Mode(int users, double warmUpSeconds, double settleSeconds, double seconds, int starts) {
    this.users = users;
    this.warmUpSeconds = warmUpSeconds;
    this.settleSeconds = settleSeconds;
    this.seconds = seconds;
    this.starts = starts;
  }

  /** How many users the project has. */
  int users() {
    return users;
  }

  /** How long each scenario runs before anything is measured. */
  double warmUpSeconds() {
    return warmUpSeconds;
  }

  /** How long a load runs before it is measured. */
  double settleSeconds() {
    return settleSeconds;
  }

  /** How long a load is measured. */
  double seconds() {
    return seconds;
  }

  /** How often the server is started to measure how long that takes. */
  int starts() {
    return starts;
  }
}
