package com.notiflows.server.app;

import com.notiflows.server.config.Configuration;
import com.notiflows.server.http.docs.DocsFilter;
import com.notiflows.server.http.wire.ErrorPageServlet;
import com.notiflows.server.persistence.Database;
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

/**
 * Starts and stops the server inside a servlet container. It is configured by the environment, and
 * by context parameters of the same names, which win.
 */
public final class WebAppListener implements ServletContextListener {

  private static final String ERROR_PAGE = "/notiflows-error"; // web.xml names it as well

  private @Nullable Components components;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    Configuration configuration = Configuration.from(settings(context));
    Components parts = new Components(configuration, BundledSpec.load(), Clock.systemUTC());
    this.components = parts;
    parts.database().prepare(configuration.database().migrateAtStart());
    add(context, "wire", parts.wireFilter());
    add(context, "docs", new DocsFilter());
    ServletRegistration.Dynamic jersey =
        context.addServlet("api", new ServletContainer(parts.application()));
    jersey.addMapping("/*");
    jersey.setLoadOnStartup(1);
    jersey.setAsyncSupported(true);
    context.addServlet("error", new ErrorPageServlet(parts.failures())).addMapping(ERROR_PAGE);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (components != null) {
      components.close();
    }
    Database.unloadDriver();
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
