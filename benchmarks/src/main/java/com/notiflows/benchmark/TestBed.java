package com.notiflows.benchmark;

import com.notiflows.benchmark.jdbc.DatabaseAddress;
import com.notiflows.benchmark.load.LoadOrder;
import com.notiflows.benchmark.load.LoadWorker;
import com.notiflows.benchmark.load.Scenario;
import com.notiflows.benchmark.load.Tenant;
import com.notiflows.benchmark.load.Users;
import com.notiflows.benchmark.process.Distribution;
import com.notiflows.benchmark.process.DurableDatabase;
import com.notiflows.benchmark.process.Folders;
import com.notiflows.benchmark.process.HttpServerProcess;
import com.notiflows.benchmark.process.ProcessStatus;
import com.notiflows.benchmark.process.Result;
import com.notiflows.benchmark.process.Worker;
import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processes of a run: a database, the server from its distribution, and a load generator. Each
 * run starts with an empty database.
 */
final class TestBed implements AutoCloseable {

  /** A buffer pool that holds the data of 100,000 users. */
  static final String BUFFER_POOL = "512M";

  /** Budgets cost what they cost, but refuse nothing. */
  private static final String NEVER_EMPTY =
      "reads=999999999/1s,writes=999999999/1s,bulk=9999999/1s";

  private static final int MASTER_KEY_BYTES = 32;
  private static final double LONGEST_SECONDS = 60;

  private final Options options;
  private final Path folder;
  private final Distribution distribution;
  private final DurableDatabase database;
  private final Worker<LoadOrder, Result> load;
  private Map<String, String> encryption = Map.of();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private TestBed(Options options, Product product, String bufferPool)
      throws IOException, InterruptedException {
    this.options = options;
    this.folder = Folders.empty(options.target().resolve("run"));
    this.distribution =
        Distribution.install(options.distribution(), Folders.empty(folder.resolve("server")));
    this.database = add(DurableDatabase.create(product, folder.resolve("database"), bufferPool));
    this.load = newLoadWorker();
  }

  /**
   * Starts an empty database.
   *
   * @param bufferPool the size of its buffer pool
   */
  static TestBed create(Options options, Product product, String bufferPool)
      throws IOException, InterruptedException {
    Progress.say("Creating a database");
    return new TestBed(options, product, bufferPool);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  Path folder() {
    return folder;
  }

  DatabaseAddress address() {
    return database.address();
  }

  /** Ends the preparation: from now on every commit is durable. */
  void makeDurable() {
    Progress.say("Restarting the database with full durability");
    database.makeDurable();
  }

  Preparation prepare() throws IOException {
    Map<String, String> environment = environment();
    environment.put("NOTIFLOWS_DB_POOL_SIZE", "4"); // each command opens its own pool
    return new Preparation(distribution, environment, folder);
  }

  /** Creates a project with users, see {@link Preparation#createProject}. */
  Tenant fill(int users, List<String> filled) throws IOException {
    Progress.say("Storing " + users + " users");
    try (Preparation preparation = prepare()) {
      return preparation.createProject("Benchmark", users, filled);
    }
  }

  /** Encrypts all stored data. Servers that are started from now on have the master key. */
  void encrypt() throws IOException {
    Progress.say("Encrypting the stored data");
    byte[] key = new byte[MASTER_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    encryption = Map.of("NOTIFLOWS_MASTER_KEY", Base64.getEncoder().encodeToString(key));
    try (Preparation preparation = prepare()) {
      preparation.encrypt();
    }
  }

  private Map<String, String> environment() {
    DatabaseAddress address = address();
    Map<String, String> environment = new TreeMap<>(encryption);
    environment.put("NOTIFLOWS_DB_URL", address.url());
    environment.put("NOTIFLOWS_DB_USER", address.user());
    environment.put("NOTIFLOWS_RATE_LIMITS", NEVER_EMPTY);
    environment.put("NOTIFLOWS_DB_PASSWORD", address.password());
    return environment;
  }

  /** Starts the server and waits for its first response with status 200. */
  HttpServerProcess startServer(Tenant tenant, String moreOptions)
      throws IOException, InterruptedException {
    Map<String, String> environment = environment();
    environment.put("NOTIFLOWS_ADDRESS", "127.0.0.1");
    environment.put("JAVA_OPTS", (options.serverOptions() + " " + moreOptions).strip());
    return add(
        HttpServerProcess.start(
            new HttpServerProcess.Launch(
                List.of(distribution.command().toString(), "serve"),
                environment,
                "NOTIFLOWS_PORT",
                "/admin/users/" + Users.externalId(0) + "/channel-settings",
                Map.of(
                    "x-notiflows-api-key", tenant.publicKey(),
                    "x-notiflows-secret-key", tenant.secretKey()),
                folder.resolve("server.log"))));
  }

  /** Starts the server on Spring Boot, which uses the tables of the JDBC reference. */
  HttpServerProcess startComparator(Path program) throws IOException, InterruptedException {
    DatabaseAddress address = address().reference();
    return add(
        HttpServerProcess.start(
            new HttpServerProcess.Launch(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    "-jar",
                    program.toString()),
                Map.of(
                    "SERVER_ADDRESS", "127.0.0.1",
                    "SPRING_DATASOURCE_URL", address.url(),
                    "SPRING_DATASOURCE_USERNAME", address.user(),
                    "SPRING_DATASOURCE_PASSWORD", address.password()),
                "SERVER_PORT",
                "/ready",
                Map.of(),
                folder.resolve("comparator.log"))));
  }

  /** Starts a worker, which is stopped by {@link #close}. */
  <O> Worker<O, Result> newWorker(Class<?> main) throws IOException {
    return add(
        Worker.start(
            main,
            Result.class,
            System.getProperty("java.class.path"),
            Map.of(),
            folder.resolve("workers.log")));
  }

  /** Starts another load generator. */
  Worker<LoadOrder, Result> newLoadWorker() throws IOException {
    return newWorker(LoadWorker.class);
  }

  /** Runs a load without measuring it. */
  void load(LoadOrder order) throws IOException {
    load.run(order);
  }

  /** Runs a load and measures the CPU usage of server and database. */
  Measurement measure(HttpServerProcess server, LoadOrder order) throws IOException {
    double serverBefore = ProcessStatus.cpuSeconds(server.pid());
    double databaseBefore = ProcessStatus.cpuSeconds(database.pid());
    long begin = System.nanoTime();
    Result result = runUntilOneSucceeds(order);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Scenario scenario = order.scenario();
    Measurement measurement =
        new Measurement(
            scenario.id(),
            scenario.title(),
            order.connections(),
            scenario.items(),
            scenario.base(),
            result,
            (ProcessStatus.cpuSeconds(server.pid()) - serverBefore) / seconds,
            (ProcessStatus.cpuSeconds(database.pid()) - databaseBefore) / seconds);
    Progress.say(measurement);
    return measurement;
  }

  /** On a slow machine, no call may end within a short measurement: then it is repeated, longer. */
  private Result runUntilOneSucceeds(LoadOrder order) throws IOException {
    Result result = load.run(order);
    double seconds = order.seconds();
    while (result.count() == 0 && result.failures() == 0 && seconds < LONGEST_SECONDS) {
      seconds *= 4;
      result = load.run(order.measuredFor(seconds));
    }
    return result;
  }

  /** Stops all processes in reverse order. */
  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IOException("A process did not stop", e);
      }
    }
  }
}
