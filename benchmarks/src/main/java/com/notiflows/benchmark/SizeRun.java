package com.notiflows.benchmark;

import com.notiflows.benchmark.load.LoadOrder;
import com.notiflows.benchmark.load.Scenario;
import com.notiflows.benchmark.load.Tenant;
import com.notiflows.benchmark.process.HttpServerProcess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares the rates with few and with many stored settings. */
final class SizeRun {

  private static final int FEW = 10_000;
  private static final List<String> FILLED = List.of("ios", "android");
  private static final List<Scenario> SCENARIOS =
      List.of(Scenarios.PUT_NEW, Scenarios.PUT_UNCHANGED, Scenarios.GET);
  private static final double LEAST_RATIO = 0.9;

  private SizeRun() {}

  static boolean run(Options options) throws IOException, InterruptedException {
    String header = Header.of(options);
    Map<String, Double> few = rates(options, FEW);
    Map<String, Double> many = rates(options, options.settings());
    boolean isGood = true;
    StringBuilder text =
        new StringBuilder(header)
            .append(
                Report.format(
                    "\n| | with %,d settings, a second | with %,d | ratio (goal ≥ %.1f) |\n"
                        + "|---|---:|---:|---:|\n",
                    FEW, options.settings(), LEAST_RATIO));
    for (Scenario scenario : SCENARIOS) {
      double before = few.get(scenario.id());
      double after = many.get(scenario.id());
      isGood &= after / before >= LEAST_RATIO;
      text.append(
          Report.format(
              "| %s | %,.0f | %,.0f | %.2f |\n", scenario.title(), before, after, after / before));
    }
    Published.write(options, "size.md", text.toString());
    System.out.println(text);
    return isGood;
  }

  private static Map<String, Double> rates(Options options, int settings)
      throws IOException, InterruptedException {
    Map<String, Double> rates = new LinkedHashMap<>();
    try (TestBed bed = TestBed.create(options, options.databases().get(0), "8G")) {
      Tenant tenant = bed.fill(settings / FILLED.size(), FILLED);
      bed.makeDurable();
      HttpServerProcess server = bed.startServer(tenant, "");
      Progress.say("Warming up");
      for (Scenario scenario : SCENARIOS) {
        double seconds = options.mode().warmUpSeconds();
        bed.load(order(options, scenario, tenant, server, 0, seconds));
      }
      for (Scenario scenario : SCENARIOS) {
        double settle = options.mode().settleSeconds();
        LoadOrder order = order(options, scenario, tenant, server, settle, options.seconds());
        rates.put(scenario.id(), bed.measure(server, order).checked().result().rate());
      }
    }
    return rates;
  }

  private static LoadOrder order(
      Options options,
      Scenario scenario,
      Tenant tenant,
      HttpServerProcess server,
      double settleSeconds,
      double seconds) {
    return LoadOrder.unlimited(
        scenario, tenant, server.port(), options.connections(), settleSeconds, seconds);
  }
}
