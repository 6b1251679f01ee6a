package com.notiflows.benchmark.jdbc;

import com.notiflows.benchmark.process.Result;
import com.notiflows.benchmark.process.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Executes one order with several threads, each with its own connection. */
final class JdbcLoad {

  private JdbcLoad() {}

  static Result run(JdbcOrder order) throws SQLException, InterruptedException, ExecutionException {
    List<Connection> connections = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(order.threads());
    try {
      List<Work> works = new ArrayList<>();
      for (int i = 0; i < order.threads(); i++) {
        Connection connection = order.database().connect();
        connections.add(connection);
        works.add(order.kind().on(connection));
      }
      return measure(order, works, threads);
    } finally {
      threads.shutdownNow();
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static Result measure(JdbcOrder order, List<Work> works, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    long from = System.nanoTime() + (long) (order.settleSeconds() * 1e9);
    long until = from + (long) (order.seconds() * 1e9);
    Times all = new Times(from, until);
    List<Callable<Times>> tasks = new ArrayList<>();
    for (Work work : works) {
      tasks.add(() -> repeat(work, order.users(), new Times(from, until), until));
    }
    for (Future<Times> times : threads.invokeAll(tasks)) {
      all.add(times.get());
    }
    return all.result(order.seconds());
  }

  private static Times repeat(Work work, int users, Times times, long until) throws SQLException {
    SplittableRandom random = new SplittableRandom();
    long start = System.nanoTime();
    while (start - until < 0) {
      work.run(random.nextInt(users), random);
      long end = System.nanoTime();
      times.succeeded(start, end);
      start = end;
    }
    return times;
  }
}
