package com.notiflows.benchmark;

import com.notiflows.benchmark.load.LoadOrder;
import com.notiflows.benchmark.load.Scenario;
import com.notiflows.benchmark.load.Tenant;
import com.notiflows.benchmark.process.HttpServerProcess;
import com.notiflows.benchmark.process.JvmProbe;
import com.notiflows.benchmark.report.FlameGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Records where the warm server spends its CPU time during one scenario, and draws it. */
final class ProfileRun {

  private static final String INLINED_FRAMES =
      "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";

  private ProfileRun() {}

  static boolean run(Options options) throws IOException, InterruptedException {
    Scenario scenario = Scenarios.named(options.profile());
    String name = "flame-" + scenario.id();
    Path file = options.target().resolve(name + ".html");
    Path stacks = options.target().resolve(name + ".txt");
    try (TestBed bed = TestBed.create(options, options.databases().get(0), TestBed.BUFFER_POOL)) {
      Tenant tenant = bed.fill(options.users(), Preparation.FILLED);
      bed.makeDurable();
      HttpServerProcess server = bed.startServer(tenant, INLINED_FRAMES);
      Progress.say("Warming up");
      bed.load(order(scenario, tenant, server, options, options.mode().warmUpSeconds()));
      Progress.say("Recording");
      try (JvmProbe probe = JvmProbe.attach(server.pid())) {
        probe.profile("start,event=cpu,interval=1ms", bed.folder());
        Measurement measurement =
            bed.measure(server, order(scenario, tenant, server, options, options.seconds()));
        probe.profile("dump,collapsed,file=" + stacks, bed.folder());
        probe.profile("stop,flamegraph,title=" + scenario.id() + ",file=" + file, bed.folder());
        Published.write(
            options,
            "results/" + name + ".svg",
            FlameGraph.draw(title(measurement), Files.readAllLines(stacks)));
        Progress.say("Wrote " + file);
        return measurement.isValid();
      }
    }
  }

  private static String title(Measurement measurement) {
    return measurement.title() + ", " + measurement.connections() + " connections";
  }

  private static LoadOrder order(
      Scenario scenario, Tenant tenant, HttpServerProcess server, Options options, double seconds) {
    return LoadOrder.unlimited(scenario, tenant, server.port(), options.connections(), 0, seconds);
  }
}
