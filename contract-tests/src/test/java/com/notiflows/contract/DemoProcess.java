package com.notiflows.contract;

import com.notiflows.server.demo.DemoServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** The demo server as a child process, with a database of its own. */
final class DemoProcess implements AutoCloseable {

  private static final TestServer SERVER = TestServer.get();
  private static final String DATABASE = "notiflows_demo";

  private final Child child;
  private final int port;
  private final String statesUrl;

  private DemoProcess(Child child) {
    this.child = child;
    Matcher printed =
        child.awaitOut(
            "listens on http://127\\.0\\.0\\.1:(\\d+)(?s:.*)(http://\\S+/provider-states)");
    this.port = Integer.parseInt(printed.group(1));
    this.statesUrl = printed.group(2);
  }

  /** Starts the demo and waits until it listens. */
  static DemoProcess start() {
    SERVER.sql("DROP DATABASE IF EXISTS " + DATABASE);
    SERVER.sql("CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4");
    Path folder = Artifacts.freshFolder("demo");
    Map<String, String> settings = SERVER.environment();
    settings.computeIfPresent(
        "NOTIFLOWS_DB_URL",
        (key, url) -> url.replaceFirst("/[a-z]+(\\?|$)", "/" + DATABASE + "$1"));
    settings.put("NOTIFLOWS_PORT", "0");
    settings.put("NOTIFLOWS_STATES_PORT", "0");
    settings.put("NOTIFLOWS_DATA_DIR", folder.toString());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new DemoProcess(
        Child.start(
            folder,
            settings,
            List.of(
                java, "-cp", System.getProperty("java.class.path"), DemoServer.class.getName())));
  }

  /** The port of the API. */
  int port() {
    return port;
  }

  /** The endpoint for provider states. */
  StateEndpoint states() {
    return new StateEndpoint(statesUrl);
  }

  /** The standard output. */
  String out() {
    return child.out();
  }

  @Override
  public void close() {
    child.terminate();
    child.exit();
    SERVER.sql("DROP DATABASE " + DATABASE);
  }
}
