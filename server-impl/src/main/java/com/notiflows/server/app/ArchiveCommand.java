package com.notiflows.server.app;

import com.notiflows.server.config.Configuration;
import com.notiflows.server.log.Logs;
import com.notiflows.server.spec.BundledSpec;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Loads what a server loads, without a database. {@code bin/notiflows} lets Java archive these
 * classes when the command ends.
 */
@Command(
    name = "archive",
    description = {
      "Archive the classes of the server in lib/classes.jsa, so that it starts faster.",
      "Run this after each installation, and after each update of Java."
    },
    mixinStandardHelpOptions = true)
final class ArchiveCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveCommand.class);
  private static final String HOST = "127.0.0.1";
  private static final int LIMIT_MILLIS = 10_000;

  private static final Map<String, String> NO_DATABASE =
      Map.of(
          "NOTIFLOWS_DB_URL",
          "jdbc:mysql://" + HOST + ":1/none",
          "NOTIFLOWS_ADDRESS",
          HOST,
          "NOTIFLOWS_PORT",
          "0",
          "NOTIFLOWS_METRICS",
          "true");

  @Override
  public Integer call() throws IOException {
    Logs.end(); // the server would log that it has no database
    Configuration configuration = Configuration.from(NO_DATABASE);
    try (Components components =
            new Components(configuration, BundledSpec.load(), Clock.systemUTC());
        NotiflowsServer server = new NotiflowsServer(components, configuration.http())) {
      server.start();
      for (String target : List.of("/openapi.json", "/metrics", "/nowhere", "/admin/channels")) {
        get(server.port(), target);
      }
    }
    return 0;
  }

  private static void get(int port, String target) throws IOException {
    HttpURLConnection request =
        (HttpURLConnection)
            URI.create("http://" + HOST + ":" + port + target).toURL().openConnection();
    request.setConnectTimeout(LIMIT_MILLIS);
    request.setReadTimeout(LIMIT_MILLIS);
    LOG.debug("{}: {}", target, request.getResponseCode());
    request.disconnect();
  }
}
