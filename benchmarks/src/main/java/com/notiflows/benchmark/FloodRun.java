package com.notiflows.benchmark;

import com.notiflows.benchmark.load.LoadOrder;
import com.notiflows.benchmark.load.Tenant;
import com.notiflows.benchmark.process.HttpServerProcess;
import com.notiflows.benchmark.process.Result;
import com.notiflows.benchmark.process.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the latency of many small projects with and without another one that floods the server.
 */
final class FloodRun {

  private static final List<String> FILLED = List.of("ios");
  private static final int USERS_OF_FLOODER = 10_000;
  private static final int USERS_OF_OTHERS = 20;
  private static final int FLOOD_CONNECTIONS = 256;
  private static final double RATE_OF_OTHERS = 200;
  private static final double MOST_RATIO = 2;

  private FloodRun() {}

  static boolean run(Options options) throws IOException, InterruptedException {
    String header = Header.of(options);
    try (TestBed bed = TestBed.create(options, options.databases().get(0), TestBed.BUFFER_POOL)) {
      List<Tenant> others = new ArrayList<>();
      Tenant flooder;
      try (Preparation preparation = bed.prepare()) {
        Progress.say("Creating " + options.projects() + " projects");
        flooder = preparation.createProject("Flooder", USERS_OF_FLOODER, FILLED);
        for (int i = 1; i < options.projects(); i++) {
          others.add(preparation.createProject("Project " + i, USERS_OF_OTHERS, FILLED));
        }
      }
      bed.makeDurable();
      return compare(options, header, bed, flooder, others);
    }
  }

  private static boolean compare(
      Options options, String header, TestBed bed, Tenant flooder, List<Tenant> others)
      throws IOException, InterruptedException {
    double settle = options.mode().settleSeconds();
    HttpServerProcess server = bed.startServer(flooder, "");
    LoadOrder small =
        new LoadOrder(
            Scenarios.PUT_NEW,
            others,
            server.port(),
            options.connections(),
            RATE_OF_OTHERS,
            settle,
            options.seconds());
    LoadOrder flood =
        new LoadOrder(
            Scenarios.PUT_NEW.named("flood", "Flood"),
            List.of(flooder),
            server.port(),
            FLOOD_CONNECTIONS,
            0,
            settle,
            options.seconds());
    Progress.say("Warming up");
    bed.load(flood);
    bed.load(small);
    Measurement without = bed.measure(server, small);
    Worker<LoadOrder, Result> flooding = bed.newLoadWorker();
    flooding.order(flood);
    Measurement with = bed.measure(server, small);
    Result flooded = flooding.result();
    double ratio = with.result().p99() / without.result().p99();
    String text = header + table(options, without, with, flooded, ratio);
    Published.write(options, "flood.md", text);
    System.out.println(text);
    boolean isFlooded = flooded.failures() == 0 && flooded.count() > 0;
    return ratio <= MOST_RATIO && isFlooded && without.isValid() && with.isValid();
  }

  private static String table(
      Options options, Measurement without, Measurement with, Result flooded, double ratio) {
    return Report.format(
        """

        %,d projects, all but one together %.0f PUT a second at fixed times:

        | | p50 ms | p99 ms | p99.9 ms | refused |
        |---|---:|---:|---:|---:|
        | alone | %.2f | %.2f | %.2f | %d |
        | while one project floods the server with %,.0f PUT a second on %d connections \
        | %.2f | %.2f | %.2f | %d |

        p99 with the flood ÷ without: %.2f (goal ≤ %.0f). Requests of the flood that were refused (503): %d.
        """,
        options.projects(),
        RATE_OF_OTHERS,
        without.result().p50(),
        without.result().p99(),
        without.result().p999(),
        without.result().refused(),
        flooded.rate(),
        FLOOD_CONNECTIONS,
        with.result().p50(),
        with.result().p99(),
        with.result().p999(),
        with.result().refused(),
        ratio,
        MOST_RATIO,
        flooded.refused());
  }
}
