package com.notiflows.server.app;

import com.notiflows.server.config.HttpConfig;
import com.notiflows.server.http.docs.DocsFilter;
import com.notiflows.server.http.wire.WireFilter;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.BindException;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.servlet.ServletContainer;

/** The server that runs by itself, on Jetty. */
public final class NotiflowsServer implements AutoCloseable {

  private static final int STOP_LIMIT_MILLIS = 10_000;
  private static final int IDLE_LIMIT_MILLIS = 30_000;

  /**
   * Room for a target and headers far over their limits, so that our own judgement comes first:
   * what is larger, Jetty refuses by closing the connection under a client that may still be
   * writing.
   */
  private static final int REQUEST_HEAD_BYTES = 256 * 1024;

  private final Server server;
  private final ServerConnector connector;

  /** Prepares the server; it listens after {@link #start}. */
  public NotiflowsServer(Components components, HttpConfig config) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("http");
    this.server = new Server(threads);
    this.connector = new ServerConnector(server, new HttpConnectionFactory(wire()));
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
   * @throws IOException if the port can't be had; the message says what to do
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      if (isTaken(e)) {
        throw new IOException(
            "The port "
                + connector.getPort()
                + " is used by another program. Stop it, or set NOTIFLOWS_PORT to a free one.",
            e);
      }
      throw new IOException("The server can't start", e);
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

  private static boolean isTaken(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return true;
      }
    }
    return false;
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
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.setErrorHandler(errors);
    WireFilter wire = new WireFilter(components.failures(), components.spec().limits());
    context.addFilter(new FilterHolder(wire), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addFilter(new FilterHolder(new DocsFilter()), "/*", EnumSet.of(DispatcherType.REQUEST));
    ServletHolder jersey = new ServletHolder(new ServletContainer(components.application()));
    jersey.setInitOrder(1);
    context.addServlet(jersey, "/*");
    return context;
  }
}
