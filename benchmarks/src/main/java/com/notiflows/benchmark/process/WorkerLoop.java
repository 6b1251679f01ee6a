package com.notiflows.benchmark.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The loop of a worker process: read an order, execute it, print the result. */
public final class WorkerLoop {

  private WorkerLoop() {}

  /** Executes the orders of a worker. */
  @FunctionalInterface
  public interface Work<O, R> {

    /** Executes an order. */
    R apply(O order) throws Exception;
  }

  /** Executes orders, one JSON line each, until standard input ends. */
  public static <O, R> void run(Class<O> type, Work<O, R> work) throws Exception {
    ObjectMapper json = new ObjectMapper();
    PrintStream out = System.out;
    System.setOut(System.err); // standard output is for results only
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      R result = work.apply(json.readValue(line, type));
      out.println(json.writeValueAsString(result));
      out.flush();
    }
  }
}
