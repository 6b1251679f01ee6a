package com.notiflows.benchmark.jdbc;

import com.notiflows.benchmark.process.WorkerLoop;

/** The process that works by JDBC. */
public final class JdbcWorker {

  private JdbcWorker() {}

  /** Carries out the orders on its standard input. */
  public static void main(String[] arguments) throws Exception {
    WorkerLoop.run(JdbcOrder.class, JdbcLoad::run);
  }
}
