package com.notiflows.server.app;

import com.notiflows.server.config.OpsConfig;
import com.notiflows.server.http.ops.OpsEndpoints;
import com.notiflows.server.spec.Limits;
import java.io.IOException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the endpoints for operators on an address of their own, with threads of their own. */
final class OpsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final int MOST_THREADS = 8;
  private static final int IDLE_LIMIT_MILLIS = 30_000;

  private final OpsConfig.Listener config;
  private final Server server;
  private final ServerConnector connector;

  OpsServer(
      OpsConfig.Listener config, OpsEndpoints endpoints, Limits.Pace pace, JettyErrors errors) {
    this.config = config;
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("ops");
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(config.address());
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE_LIMIT_MILLIS);
    connector.setAcceptQueueSize(NotiflowsServer.ACCEPT_QUEUE);
    server.addConnector(connector);
    server.setErrorHandler(errors);
    server.setHandler(new OpsHandler(endpoints, pace));
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if it can't listen; the message says why, and what to do
   */
  void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw ListenFailure.explain(config, e);
    }
    LOG.info("Health and metrics on {} port {}", config.address(), port());
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server of health and metrics can't stop", e);
    }
  }
}
