package com.notiflows.server.app;

import com.notiflows.server.config.HttpConfig;
import com.notiflows.server.http.docs.DocsFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.glassfish.jersey.servlet.ServletContainer;

/** The server that runs by itself, on Jetty. */
public final class NotiflowsServer implements AutoCloseable {

  private static final int MOST_THREADS = 200;
  private static final int STOP_LIMIT_MILLIS = 10_000;
  private static final int IDLE_LIMIT_MILLIS = 30_000;

  /**
   * Room for a target and headers far over their limits, so that our own checks come first: what is
   * larger, Jetty refuses by closing the connection under a client that may still be writing.
   */
  private static final int REQUEST_HEAD_BYTES = 256 * 1024;

  private final HttpConfig config;
  private final Server server;
  private final ServerConnector connector;

  /** Prepares the server; it listens after {@link #start}. */
  public NotiflowsServer(Components components, HttpConfig config) {
    this.config = config;
    Duration headLimit = Duration.ofSeconds(components.spec().limits().pace().bodySeconds());
    this.server = new Server(threads());
    this.connector =
        new ServerConnector(server, new RawTargetConnection.Factory(wire(), headLimit));
    connector.setHost(config.address());
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE_LIMIT_MILLIS);
    server.addConnector(connector);
    JettyErrors errors = new JettyErrors(components.failures());
    server.setErrorHandler(errors);
    server.setStopTimeout(STOP_LIMIT_MILLIS);
    server.setHandler(new GracefulHandler(new RawPathHandler(context(components, errors))));
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if it can't listen; the message says why, and what to do
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw ListenFailure.explain(config, e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Finishes the requests that are under way, then stops. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server can't stop", e);
    }
  }

  private static HttpConfiguration wire() {
    HttpConfiguration config = new HttpConfiguration();
    config.setSendServerVersion(false);
    config.setRequestHeaderSize(REQUEST_HEAD_BYTES);
    config.setUriCompliance(UriCompliance.from(EnumSet.allOf(UriCompliance.Violation.class)));
    return config;
  }

  private static ServletContextHandler context(Components components, JettyErrors errors) {
    ServletContextHandler context = new ServletContextHandler("/");
    context.setErrorHandler(errors);
    addFilter(context, components.wireFilter());
    addFilter(context, new DocsFilter());
    ServletHolder jersey = new ServletHolder(new ServletContainer(components.application()));
    jersey.setInitOrder(1);
    jersey.setAsyncSupported(true);
    context.addServlet(jersey, "/*");
    return context;
  }

  private static void addFilter(ServletContextHandler context, Filter filter) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
  }

  /**
   * Threads process requests; none waits for a client. On a Java that has virtual threads, requests
   * are processed by those.
   */
  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("http");
    if (VirtualThreads.areSupported()) {
      VirtualThreadPool virtual = new VirtualThreadPool(MOST_THREADS);
      virtual.setName("http");
      threads.setVirtualThreadsExecutor(virtual);
    }
    return threads;
  }
}
