package com.notiflows.server.app;

import com.notiflows.server.config.Configuration;
import com.notiflows.server.spec.BundledSpec;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs the server until the process receives a signal to stop. */
@Command(
    name = "serve",
    description = "Run the server until it is interrupted.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private final Map<String, String> environment;

  ServeCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration = Configuration.from(environment);
    try (Components components =
            new Components(configuration, BundledSpec.load(), Clock.systemUTC());
        NotiflowsServer server = new NotiflowsServer(components, configuration.http())) {
      components.database().prepare(configuration.database().migrateAtStart());
      server.start();
      LOG.info("Listening on {} port {}", configuration.http().address(), server.port());
      awaitShutdown(server, components);
    }
    return 0;
  }

  /** Never returns: the shutdown hook stops the server. */
  private static void awaitShutdown(NotiflowsServer server, Components components)
      throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  LOG.info("Stopping");
                  server.close();
                  components.close();
                },
                "stop"));
    new CountDownLatch(1).await();
  }
}
