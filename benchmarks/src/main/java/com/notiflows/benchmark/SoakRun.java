package com.notiflows.benchmark;

import com.notiflows.benchmark.load.LoadOrder;
import com.notiflows.benchmark.load.Tenant;
import com.notiflows.benchmark.process.HttpServerProcess;
import com.notiflows.benchmark.process.JvmProbe;
import com.notiflows.benchmark.process.ProcessStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Watches the server's memory and threads at full load. */
final class SoakRun {

  /** More growth than this from the second quarter to the last counts as a leak. */
  private static final double MOST_GROWTH = 1.1;

  private static final double SECONDS_IN_MINUTE = 60;

  private SoakRun() {}

  /** The state after a part of the load. */
  private record Sample(
      double minute,
      double rate,
      double p99,
      double heapMegabytes,
      double residentMegabytes,
      int threads) {}

  static boolean run(Options options) throws IOException, InterruptedException {
    if (options.minutes() * SECONDS_IN_MINUTE < 4 * options.seconds()) {
      throw new IllegalArgumentException("A soak needs four measurements. Set more minutes.");
    }
    String header = Header.of(options);
    List<Sample> samples;
    try (TestBed bed = TestBed.create(options, options.databases().get(0), TestBed.BUFFER_POOL)) {
      Tenant tenant = bed.fill(options.users(), Preparation.FILLED);
      bed.makeDurable();
      samples = samples(options, bed, tenant);
    }
    boolean isGood =
        isStable("Heap after a full collection", samples, Sample::heapMegabytes)
            & isStable("Resident memory", samples, Sample::residentMegabytes)
            & isStable("Threads", samples, Sample::threads);
    Published.write(options, "soak.md", header + table(samples));
    System.out.println(table(samples));
    return isGood;
  }

  private static List<Sample> samples(Options options, TestBed bed, Tenant tenant)
      throws IOException, InterruptedException {
    HttpServerProcess server = bed.startServer(tenant, "");
    LoadOrder order =
        LoadOrder.unlimited(
            Scenarios.PUT_NEW, tenant, server.port(), options.connections(), 0, options.seconds());
    List<Sample> samples = new ArrayList<>();
    long begin = System.nanoTime();
    double minute = 0;
    try (JvmProbe probe = JvmProbe.attach(server.pid())) {
      while (minute < options.minutes()) {
        Measurement measurement = bed.measure(server, order).checked();
        minute = (System.nanoTime() - begin) / 1e9 / SECONDS_IN_MINUTE;
        JvmProbe.State state = probe.state();
        samples.add(
            new Sample(
                minute,
                measurement.result().rate(),
                measurement.result().p99(),
                state.heapMegabytes(),
                ProcessStatus.residentMegabytes(server.pid()),
                state.threads()));
      }
    }
    return samples;
  }

  /** Compares the means of the second and the last quarter. The first one is warm-up. */
  private static boolean isStable(
      String what, List<Sample> samples, ToDoubleFunction<Sample> figure) {
    int quarter = samples.size() / 4;
    double early = mean(samples.subList(quarter, 2 * quarter), figure);
    double late = mean(samples.subList(samples.size() - quarter, samples.size()), figure);
    boolean isStable = late <= MOST_GROWTH * early;
    Progress.say(
        Report.format(
            "%s: %.0f in the second quarter, %.0f in the last: %s",
            what, early, late, isStable ? "stable" : "growing"));
    return isStable;
  }

  private static double mean(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return samples.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static String table(List<Sample> samples) {
    StringBuilder text =
        new StringBuilder(
            "\n| minute | PUT a second | p99 ms | heap in use MB | RSS MB | threads |\n"
                + "|---:|---:|---:|---:|---:|---:|\n");
    for (Sample s : samples) {
      text.append(
          Report.format(
              "| %.1f | %,.0f | %.1f | %.0f | %.0f | %d |\n",
              s.minute(),
              s.rate(),
              s.p99(),
              s.heapMegabytes(),
              s.residentMegabytes(),
              s.threads()));
    }
    return text.toString();
  }
}
