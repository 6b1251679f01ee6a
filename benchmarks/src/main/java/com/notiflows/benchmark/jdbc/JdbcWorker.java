package com.notiflows.benchmark.jdbc;

import com.notiflows.benchmark.process.WorkerLoop;

/** The process that executes JDBC work. */
public final class JdbcWorker {

  private JdbcWorker() {}

  /** Executes the orders from standard input. */
  public static void main(String[] arguments) throws Exception {
    WorkerLoop.run(JdbcOrder.class, JdbcLoad::run);
  }
}
