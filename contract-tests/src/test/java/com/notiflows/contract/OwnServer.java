package com.notiflows.contract;

import com.notiflows.server.app.Components;
import com.notiflows.server.app.NotiflowsServer;
import java.util.HashMap;
import java.util.Map;

/** A server with settings of its own, in this process, on the database of the tests. */
final class OwnServer implements AutoCloseable {

  private final Components components;
  private final NotiflowsServer server;

  private OwnServer(Components components) {
    this.components = components;
    this.server = TestServer.start(components);
  }

  /** Starts a server with these settings besides those of the tests. */
  static OwnServer with(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(TestServer.get().environment());
    environment.putAll(settings);
    return of(environment);
  }

  /** Starts a server with these settings only. */
  static OwnServer of(Map<String, String> environment) {
    return new OwnServer(TestServer.components(environment));
  }

  Wire wire() {
    return new Wire(server.port());
  }

  Components components() {
    return components;
  }

  @Override
  public void close() {
    server.close();
    components.close();
  }
}
