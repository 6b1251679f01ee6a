package com.notiflows.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import com.notiflows.server.config.ConfigException;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.demo.states.DemoWorld;
import com.notiflows.server.demo.states.ProviderStateServer;
import com.notiflows.server.demo.states.ProviderStates;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.EmbeddedDatabaseException;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.spec.BundledSpec;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What {@code ./mvnw -Pserve} runs: the server on an embedded database, with a demo project. */
public final class DemoServer {

  private static final String PRESET_PORT = "8080";
  private static final String STATES_PORT = "NOTIFLOWS_STATES_PORT";
  private static final int PRESET_STATES_PORT = 8081;

  /** The started parts, the last one first. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private DemoServer() {}

  /** Runs until the process is interrupted. */
  public static void main(String[] arguments) throws InterruptedException {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    DemoServer demo = new DemoServer();
    Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "stop"));
    try {
      demo.start(System.getenv());
    } catch (ConfigException
        | EmbeddedDatabaseException
        | AdministrationException
        | IOException e) {
      System.err.println("\nThe demo server can't start. " + e.getMessage());
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  private void start(Map<String, String> environment) throws IOException {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("NOTIFLOWS_ADDRESS", "127.0.0.1"); // the demo keys are public
    settings.putIfAbsent("NOTIFLOWS_PORT", PRESET_PORT);
    Optional<Integer> statesPort = statesPort(settings);
    if (!settings.containsKey("NOTIFLOWS_DB_URL")) {
      settings.put("NOTIFLOWS_DB_URL", "jdbc:mysql://to-be-started");
      Configuration.from(settings); // reports invalid keys before anything starts
      useEmbeddedDatabase(settings);
    }
    Configuration configuration = Configuration.from(settings);
    Components components =
        started(new Components(configuration, BundledSpec.load(), Clock.systemUTC()));
    components.database().prepare(true);
    DemoProject.seed(components.database());
    DemoSigningKey key =
        DemoSigningKey.in(dataFolder(settings), components.database().transactions());
    NotiflowsServer server = started(new NotiflowsServer(components, configuration.http()));
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.port());
    ProviderStates states =
        new ProviderStates(new DemoWorld(url, components, configuration.database(), key.signer()));
    ProviderStateServer stateServer = started(start(states, statesPort));
    print(server.port(), stateServer.url(), settings, key);
  }

  /** Removes the port of the provider states, because other servers reject unknown keys. */
  private static Optional<Integer> statesPort(Map<String, String> settings) throws IOException {
    String port = Optional.ofNullable(settings.remove(STATES_PORT)).orElse("");
    if (port.isEmpty()) {
      return Optional.empty();
    }
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IOException(STATES_PORT + " must be a number from 0 to 65535.");
    }
    return Optional.of(Integer.valueOf(port));
  }

  /** Without a port, uses the default one, or any free port if it is in use. */
  private static ProviderStateServer start(ProviderStates states, Optional<Integer> port)
      throws IOException {
    try {
      return ProviderStateServer.start(
          states, port.orElse(PRESET_STATES_PORT), System.out::println);
    } catch (BindException e) {
      if (port.isPresent()) {
        throw new IOException(
            "The port " + port.get() + " is taken. Set " + STATES_PORT + " to a free one.", e);
      }
      return ProviderStateServer.start(states, 0, System.out::println);
    }
  }

  private void useEmbeddedDatabase(Map<String, String> settings) {
    EmbeddedDatabase database =
        started(
            EmbeddedDatabase.start(
                EmbeddedDatabase.Product.MARIADB, dataFolder(settings), System.out::println));
    settings.put("NOTIFLOWS_DB_URL", database.jdbcUrl());
    settings.put("NOTIFLOWS_DB_USER", database.user());
    settings.put("NOTIFLOWS_DB_PASSWORD", database.password());
  }

  private static Path dataFolder(Map<String, String> settings) {
    String home = System.getProperty("notiflows.home", "");
    String folder = settings.getOrDefault("NOTIFLOWS_DATA_DIR", "");
    Path data = folder.isEmpty() ? Path.of(home, ".notiflows") : Path.of(folder);
    return data.toAbsolutePath();
  }

  private synchronized <T extends AutoCloseable> T started(T part) {
    started.push(part);
    return part;
  }

  private synchronized void stop() {
    // Not System.out: Maven has replaced it by a stream that fails when two threads write to it.
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    out.println("\nStopping the demo server");
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        System.err.println("A part did not stop cleanly: " + e);
      }
    }
  }

  private static void print(
      int port, String statesUrl, Map<String, String> settings, DemoSigningKey key) {
    boolean embedded = settings.get("NOTIFLOWS_DB_USER") != null;
    System.out.printf(
        """

        Notiflows listens on http://127.0.0.1:%1$d
        The API is explained on http://127.0.0.1:%1$d/docs/
          public key  %2$s
          secret key  %3$s

        The embedded database, for the command line (see README):
          export NOTIFLOWS_DB_URL='%4$s' NOTIFLOWS_DB_USER='%5$s' NOTIFLOWS_DB_PASSWORD='%6$s'

        The key that signs the demo's users in, for `notiflows token`:
          %9$s

        Provider states for Pact verifiers (each run resets the demo project):
          %10$s

        Try it, in another terminal:

        curl -X PUT "http://127.0.0.1:%1$d/admin/users/%7$s/channel-settings/01HQXYZ123456789ABCDEFGHIJ" \\
          -H "x-notiflows-api-key: %2$s" \\
          -H "x-notiflows-secret-key: %3$s" \\
          -H "Content-Type: application/json" \\
          -d '{ "settings": { "device_tokens": [ "ExampleTokenABCDEF123456789..." ] } }'

        And what an app does with it, for the user who is signed in (the JWT works for a day):

        curl "http://127.0.0.1:%1$d/user/channels/01HQXYZ123456789ABCDEFGHIJ/settings" \\
          -H "x-notiflows-api-key: %2$s" \\
          -H "x-notiflows-user-key: %8$s"

        Ctrl-C stops it.
        """,
        port,
        DemoProject.PUBLIC_KEY,
        DemoProject.SECRET_KEY,
        settings.get("NOTIFLOWS_DB_URL"),
        embedded ? settings.get("NOTIFLOWS_DB_USER") : "",
        embedded ? settings.get("NOTIFLOWS_DB_PASSWORD") : "",
        DemoProject.USER,
        key.token(DemoProject.USER),
        key.file(),
        statesUrl);
  }
}
