package com.notiflows.server.app;

import com.notiflows.server.config.Configuration;
import com.notiflows.server.http.docs.DocsFilter;
import com.notiflows.server.http.ops.OpsFilter;
import com.notiflows.server.http.wire.ErrorPageServlet;
import com.notiflows.server.log.Logs;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.spec.BundledSpec;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.time.Clock;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the server inside a servlet container. It is configured by the environment, and
 * by context parameters of the same names, which take precedence; then by the file that {@code
 * NOTIFLOWS_CONFIG} names.
 */
public final class WebAppListener implements ServletContextListener {

  private static final String ERROR_PAGE = "/notiflows-error"; // web.xml names it as well

  private static final Logger LOG = LoggerFactory.getLogger(WebAppListener.class);

  private @Nullable Components components;
  private @Nullable Thread startup;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    Configuration configuration = Configuration.from(settings(context));
    Logs.use(configuration.ops().logs().format());
    Components parts = new Components(configuration, BundledSpec.load(), Clock.systemUTC());
    this.components = parts;
    this.startup = start(parts, configuration.database().migrateAtStart());
    add(context, "wire", parts.wireFilter());
    add(context, "ops", new OpsFilter(parts.opsEndpoints(configuration.ops().showsMetrics())));
    add(context, "docs", new DocsFilter());
    ServletRegistration.Dynamic jersey =
        context.addServlet("api", new ServletContainer(parts.application()));
    jersey.addMapping("/*");
    jersey.setLoadOnStartup(1);
    jersey.setAsyncSupported(true);
    context.addServlet("error", new ErrorPageServlet(parts.failures())).addMapping(ERROR_PAGE);
  }

  /**
   * Prepares the database, in a thread of its own if it is not there yet.
   *
   * @throws AdministrationException if waiting does not help
   */
  private static @Nullable Thread start(Components parts, boolean migrate) {
    Startup startup = new Startup(() -> parts.database().prepare(migrate), parts.availability());
    if (startup.isDone()) {
      return null;
    }
    Thread waiting = new Thread(() -> await(startup), "startup");
    waiting.setDaemon(true);
    waiting.start();
    return waiting;
  }

  private static void await(Startup startup) {
    try {
      startup.run();
    } catch (AdministrationException e) {
      // The container has other applications, so the process goes on, and this one is not ready.
      LOG.error("The server can't start. {}", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("The application is stopped before it was ready");
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (startup != null) {
      startup.interrupt();
    }
    if (components != null) {
      components.availability().stopping();
      components.close();
    }
    Database.unloadDriver();
    Logs.end();
  }

  private static void add(ServletContext context, String name, Filter filter) {
    FilterRegistration.Dynamic added = context.addFilter(name, filter);
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, "/*");
  }

  private static Map<String, String> settings(ServletContext context) {
    Map<String, String> settings = new HashMap<>(System.getenv());
    for (String name : Collections.list(context.getInitParameterNames())) {
      settings.put(name, context.getInitParameter(name));
    }
    return settings;
  }
}
