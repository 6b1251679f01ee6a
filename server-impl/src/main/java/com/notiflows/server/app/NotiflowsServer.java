package com.notiflows.server.app;

import com.notiflows.server.config.HttpConfig;
import com.notiflows.server.config.OpsConfig;
import com.notiflows.server.http.docs.DocsFilter;
import com.notiflows.server.http.ops.OpsEndpoints;
import com.notiflows.server.ops.Availability;
import com.notiflows.server.spec.Limits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.glassfish.jersey.servlet.ServletContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server that runs by itself, on Jetty. */
public final class NotiflowsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NotiflowsServer.class);

  private static final int MOST_THREADS = 200;
  private static final int MOST_CONNECTOR_THREADS = 8;
  private static final int IDLE_LIMIT_MILLIS = 30_000;

  /**
   * Connections that wait while the process can't accept them, for example during a garbage
   * collection. The operating system drops or resets more. Java's default is 50.
   */
  static final int ACCEPT_QUEUE = 1024;

  /**
   * Room for a target and headers far over their limits, so that our own checks come first: what is
   * larger, Jetty refuses by closing the connection under a client that may still be writing.
   */
  private static final int REQUEST_HEAD_BYTES = 256 * 1024;

  private final HttpConfig config;
  private final Server server;
  private final ServerConnector connector;
  private final Availability availability;
  private final Optional<OpsServer> ops;

  /** Prepares the server; it listens after {@link #start}. */
  public NotiflowsServer(Components components, HttpConfig config) {
    this.config = config;
    this.availability = components.availability();
    Limits.Pace pace = components.spec().limits().pace();
    Duration headLimit = Duration.ofSeconds(pace.bodySeconds());
    this.server = new Server(threads());
    this.connector =
        new ServerConnector(
            server,
            connectorThreads(),
            null,
            null,
            -1,
            -1,
            new RawTargetConnection.Factory(wire(), headLimit));
    connector.setHost(config.address());
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE_LIMIT_MILLIS);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    server.addConnector(connector);
    JettyErrors errors = new JettyErrors(components.failures(), components.metrics().requests());
    server.setErrorHandler(errors);
    OpsConfig opsConfig = components.configuration().ops();
    server.setStopTimeout(opsConfig.shutdownLimit().toMillis());
    Handler api =
        new DrainHandler(
            new WorkerHandler(context(components, errors), new DatabaseNeed(components.spec())),
            components.failures(),
            errors);
    OpsEndpoints endpoints =
        components.opsEndpoints(opsConfig.showsMetrics() || opsConfig.listener().isPresent());
    this.ops =
        opsConfig.listener().map(listener -> new OpsServer(listener, endpoints, pace, errors));
    server.setHandler(
        new RawPathHandler(ops.isPresent() ? api : new OpsHandler(endpoints, pace, api)));
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if it can't listen; the message says why, and what to do
   */
  public void start() throws IOException {
    if (ops.isPresent()) {
      ops.get().start();
    }
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

  /** The port of health and metrics; empty if it is the same. */
  public OptionalInt opsPort() {
    return ops.map(each -> OptionalInt.of(each.port())).orElseGet(OptionalInt::empty);
  }

  /** Finishes the requests that are under way, up to a limit, then stops. */
  @Override
  public void close() {
    availability.stopping();
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.warn("Requests that took too long were broken off");
    } catch (Exception e) {
      throw new IllegalStateException("The server can't stop", e);
    } finally {
      ops.ifPresent(OpsServer::close);
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

  /** These accept connections and read heads of requests, and never wait. */
  private static QueuedThreadPool connectorThreads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_CONNECTOR_THREADS);
    threads.setName("connector");
    return threads;
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
