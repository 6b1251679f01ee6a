package com.notiflows.server.app;

import com.notiflows.server.config.Configuration;
import com.notiflows.server.log.Logs;
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
    Logs.use(configuration.ops().logs().format());
    try (Components components =
            new Components(configuration, BundledSpec.load(), Clock.systemUTC());
        NotiflowsServer server = new NotiflowsServer(components, configuration.http())) {
      Startup startup =
          new Startup(
              () -> components.database().prepare(configuration.database().migrateAtStart()),
              components.availability());
      server.start();
      Shutdown shutdown =
          new Shutdown(
              components.availability(), configuration.ops().shutdownDelay(), server, components);
      shutdown.install();
      serve(startup, shutdown, configuration.http().address() + " port " + server.port());
    }
    return 0;
  }

  /** Never returns: the shutdown ends the process. */
  private static void serve(Startup startup, Shutdown shutdown, String place)
      throws InterruptedException {
    try {
      LOG.info("Started on {}, preparing the database", place);
      startup.run();
      LOG.info("Listening on {}", place);
    } catch (RuntimeException e) {
      if (shutdown.uninstall()) {
        throw e;
      }
      LOG.debug("The database is no longer prepared, because the process ends");
    }
    new CountDownLatch(1).await();
  }
}
