package com.notiflows.contract;

import com.notiflows.server.embedded.LoopbackPort;
import java.util.Map;
import java.util.TreeMap;

/** A server of a cluster, in a process of its own, always on the same port. */
final class ClusterServer implements AutoCloseable {

  private final Distribution distribution;
  private final Map<String, String> environment;
  private final int port = LoopbackPort.free();
  private Child process;

  /** Begins to start a server. */
  ClusterServer(Distribution distribution, Map<String, String> environment) {
    this.distribution = distribution;
    this.environment = new TreeMap<>(environment);
    this.environment.put("NOTIFLOWS_ADDRESS", "127.0.0.1");
    this.environment.put("NOTIFLOWS_PORT", Integer.toString(port));
    this.process = launch();
  }

  private Child launch() {
    return distribution.run(environment, "serve");
  }

  ClusterServer awaitReady() {
    process.await("Listening on 127.0.0.1 port");
    return this;
  }

  int port() {
    return port;
  }

  Answer send(Request request) {
    return new Wire(port).send(request);
  }

  /** The text of {@code /metrics}. */
  String metrics() {
    return new Wire(port).exchange("GET /metrics HTTP/1.0\r\n\r\n").replace("\r", "");
  }

  void kill() {
    process.kill();
  }

  void restart() {
    process = launch();
    awaitReady();
  }

  /** Waits until it has ended by itself, and returns what it wrote to standard error. */
  String errorAtEnd() {
    process.exit();
    return process.err();
  }

  @Override
  public void close() {
    process.kill();
  }
}
