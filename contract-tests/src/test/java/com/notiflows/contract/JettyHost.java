package com.notiflows.contract;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;

/** Runs Jetty with the configuration in the documentation. */
final class JettyHost {

  private static final String ACCEPT_QUEUE = "jetty.http.acceptQueueSize";

  private JettyHost() {}

  /**
   * Arguments: the folder of the documented configuration, the folder of the WAR, context paths.
   */
  public static void main(String[] arguments) throws Exception {
    Path base = Path.of(arguments[0]);
    Server server = new Server();
    Properties ini = ini(base.resolve("start.d"));
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(wire(ini)));
    connector.setAcceptQueueSize(Integer.parseInt(ini.getProperty(ACCEPT_QUEUE)));
    server.addConnector(connector);
    ContextHandlerCollection contexts = new ContextHandlerCollection();
    for (String path : List.of(arguments).subList(2, arguments.length)) {
      contexts.addHandler(context(base.resolve("webapps/notiflows.xml"), arguments[1], path));
    }
    server.setHandler(contexts);
    server.setStopAtShutdown(true);
    server.start();
    System.err.println("Jetty listens on port " + connector.getLocalPort());
    server.join();
  }

  private static Properties ini(Path folder) throws Exception {
    Properties ini = new Properties();
    try (InputStream in = Files.newInputStream(folder.resolve("notiflows.ini"))) {
      ini.load(in);
    }
    return ini;
  }

  private static HttpConfiguration wire(Properties ini) {
    HttpConfiguration config = new HttpConfiguration();
    for (String name : ini.stringPropertyNames()) {
      String value = ini.getProperty(name);
      switch (name) {
        case "jetty.httpConfig.uriCompliance" -> config.setUriCompliance(UriCompliance.from(value));
        case "jetty.httpConfig.requestHeaderSize" ->
            config.setRequestHeaderSize(Integer.parseInt(value));
        case "jetty.httpConfig.sendServerVersion" ->
            config.setSendServerVersion(Boolean.parseBoolean(value));
        case ACCEPT_QUEUE -> {} // a property of the connector
        default -> throw new IllegalArgumentException(name);
      }
    }
    return config;
  }

  private static WebAppContext context(Path xml, String wars, String path) throws Exception {
    WebAppContext context = new WebAppContext();
    XmlConfiguration documented = new XmlConfiguration(ResourceFactory.root().newResource(xml));
    documented.getProperties().put("jetty.webapps", wars);
    documented.configure(context);
    context.setContextPath(path);
    context.setThrowUnavailableOnStartupException(true);
    // Context parameters override the invalid environment variables.
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("NOTIFLOWS_"))
        .forEach(name -> context.setInitParameter(name, System.getProperty(name)));
    return context;
  }
}
