package com.notiflows.benchmark.jdbc;

import java.sql.SQLException;
import java.util.SplittableRandom;

/** What one thread does again and again on its own connection. */
interface Work {

  /** Does it once, for this user. */
  void run(int user, SplittableRandom random) throws SQLException;
}
