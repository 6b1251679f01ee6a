package com.notiflows.benchmark.load;

import com.notiflows.benchmark.process.WorkerLoop;

/** The process that generates load. */
public final class LoadWorker {

  private LoadWorker() {}

  /** Executes the orders from standard input. */
  public static void main(String[] arguments) throws Exception {
    WorkerLoop.run(LoadOrder.class, HttpLoad::run);
  }
}
