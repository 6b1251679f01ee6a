package com.notiflows.benchmark;

import com.notiflows.benchmark.jdbc.ReferenceTables;
import com.notiflows.benchmark.load.LoadOrder;
import com.notiflows.benchmark.load.Scenario;
import com.notiflows.benchmark.load.Tenant;
import com.notiflows.benchmark.process.HttpServerProcess;
import com.notiflows.benchmark.process.ProcessStatus;
import com.notiflows.benchmark.report.Machine;
import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Measures the server and JDBC on one database. */
final class Comparison {

  private static final List<Integer> CONNECTIONS = List.of(1, 16, 64, 256);

  private static final int WARM_UP_CONNECTIONS = 64;
  private static final double PART_OF_PEAK = 0.7;
  private static final int PACED_TIMES_LONGER = 3;
  private static final int IDLE_SECONDS = 10;

  private final Options options;
  private final TestBed bed;
  private Tenant tenant;
  private Figures figures;

  private Comparison(Options options, TestBed bed) {
    this.options = options;
    this.bed = bed;
  }

  static Figures run(Options options, Product product)
      throws IOException, InterruptedException, SQLException {
    try (TestBed bed = TestBed.create(options, product, TestBed.BUFFER_POOL)) {
      return new Comparison(options, bed).run();
    }
  }

  private Figures run() throws IOException, InterruptedException, SQLException {
    fill();
    bed.makeDurable();
    figures = new Figures(Machine.describe(bed.address()));
    Progress.say(figures.database());
    measureStarts();
    HttpServerProcess server = bed.startServer(tenant, "");
    Reference reference = new Reference(options, bed);
    Progress.say("Warming up");
    reference.warmUp();
    for (Scenario scenario : Scenarios.ALL) {
      warmUp(server, scenario);
    }
    reference.measure();
    for (Scenario scenario : Scenarios.ALL) {
      for (int connections : CONNECTIONS) {
        figures.add(bed.measure(server, order(server, scenario, connections)));
      }
    }
    measureAtFixedRate(server);
    reference.measure();
    reference.addTo(figures);
    if (options.encryption()) {
      server.close();
      measureEncryption("Off");
      bed.encrypt();
      measureEncryption("On");
    }
    if (options.comparator().isPresent()) {
      server.close();
      measureComparator(options.comparator().get());
    }
    return figures;
  }

  private void fill() throws IOException, SQLException {
    tenant = bed.fill(options.users(), Preparation.FILLED);
    Progress.say("Storing the same data for JDBC");
    try (Connection connection = bed.address().connectToFill()) {
      ReferenceTables.create(connection, options.users());
    }
  }

  /** Also measures the memory of the idle server after its start. */
  private void measureStarts() throws IOException, InterruptedException {
    Progress.say("Starting the server");
    double[] seconds = new double[options.mode().starts()];
    for (int i = 0; i < seconds.length; i++) {
      HttpServerProcess server = bed.startServer(tenant, "");
      seconds[i] = server.startSeconds();
      if (i == seconds.length - 1) {
        TimeUnit.SECONDS.sleep(options.mode() == Mode.QUICK ? 1 : IDLE_SECONDS);
        figures.add(Figures.IDLE_MEGABYTES, ProcessStatus.residentMegabytes(server.pid()));
      }
      server.close();
    }
    Arrays.sort(seconds);
    figures.add(Figures.START_SECONDS, seconds[seconds.length / 2]);
  }

  private void warmUp(HttpServerProcess server, Scenario scenario) throws IOException {
    bed.load(
        LoadOrder.unlimited(
            scenario,
            tenant,
            server.port(),
            WARM_UP_CONNECTIONS,
            0,
            options.mode().warmUpSeconds()));
  }

  private LoadOrder order(HttpServerProcess server, Scenario scenario, int connections) {
    return LoadOrder.unlimited(
        scenario,
        tenant,
        server.port(),
        connections,
        options.mode().settleSeconds(),
        options.seconds());
  }

  private void measureAtFixedRate(HttpServerProcess server) throws IOException {
    Scenario putNew = Scenarios.PUT_NEW;
    figures.add(
        bed.measure(
            server,
            new LoadOrder(
                putNew.named(Goals.PACED, putNew.title() + " at 70 % of the peak rate"),
                List.of(tenant),
                server.port(),
                Goals.PACED_CONNECTIONS,
                PART_OF_PEAK * figures.peak(putNew.id()),
                options.mode().settleSeconds(),
                PACED_TIMES_LONGER * options.seconds())));
  }

  /** A new server each time, so that both have done the same before. */
  private void measureEncryption(String isOn) throws IOException, InterruptedException {
    HttpServerProcess server = bed.startServer(tenant, "");
    for (Scenario plain : Goals.ENCRYPTED) {
      Scenario scenario =
          plain.named(
              plain.id() + Goals.ENCRYPTION + isOn,
              plain.title() + ", encryption " + isOn.toLowerCase(Locale.ROOT));
      warmUp(server, scenario);
      for (int connections : CONNECTIONS) {
        figures.add(bed.measure(server, order(server, scenario, connections)));
      }
    }
    server.close();
  }

  /** The same requests to the Spring Boot server, which uses the tables of the JDBC reference. */
  private void measureComparator(Path program) throws IOException, InterruptedException {
    Progress.say("Starting the server on Spring Boot");
    tenant = new Tenant("", "", Map.of("ios", ReferenceTables.tokenChannel()), options.users());
    HttpServerProcess server = bed.startComparator(program);
    Scenario scenario =
        Scenarios.PUT_NEW.named(Goals.COMPARATOR, "Spring Boot + MyBatis, look-up and upsert only");
    warmUp(server, scenario);
    warmUp(server, scenario);
    for (int connections : CONNECTIONS) {
      figures.add(bed.measure(server, order(server, scenario, connections)));
    }
  }
}
