package com.notiflows.benchmark.jdbc;

import java.sql.SQLException;
import java.util.SplittableRandom;

/** The work that one thread repeats on its own connection. */
interface Work {

  /** Executes the work once, for this user. */
  void run(int user, SplittableRandom random) throws SQLException;
}
