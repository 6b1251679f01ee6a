package com.notiflows.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work in several threads that start together. */
final class Concurrently {

  private Concurrently() {}

  /** The work of one client; the index of the first client is 0. */
  interface Work<T> {
    T run(int index) throws Exception;
  }

  /** Returns the results in the order of the clients. */
  static <T> List<T> run(int clients, Work<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(clients);
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int index = i;
        calls.add(
            () -> {
              start.await();
              return work.run(index);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> call : threads.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
