package com.notiflows.contract;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A servlet container with the built WAR at the root and below a context path, configured with the
 * files in the documentation. It is a child process with only the container on its class path.
 */
final class WarContainer implements AutoCloseable {

  static final String CONTEXT_PATH = "/notify/v2";

  private static final Path DOCUMENTED = Path.of("..", "docs", "deployment").toAbsolutePath();

  private final Child process;
  private final String started;
  private int port;

  private WarContainer(Child process, String started) {
    this.process = process;
    this.started = started;
  }

  /** Tomcat, configured by environment variables. */
  static WarContainer tomcat(Path war, Map<String, String> settings) {
    Path base = Artifacts.freshFolder("war-tomcat");
    try {
      Files.createDirectories(base.resolve("webapps"));
      Files.createDirectories(base.resolve("temp"));
      Files.createDirectories(base.resolve("conf"));
      Files.copy(
          DOCUMENTED.resolve("tomcat/conf/server.xml"), base.resolve("conf").resolve("server.xml"));
      Files.copy(war, base.resolve("webapps").resolve("ROOT.war"));
      Files.copy(war, base.resolve("webapps").resolve("notify#v2.war"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = java(List.of(Path.of("target", "tomcat", "*").toAbsolutePath()));
    command.add("-Dcatalina.base=" + base);
    command.add("-Djava.io.tmpdir=" + base.resolve("temp"));
    command.add("-Dhttp.port=0");
    // The log manager of the JDK would stop before Tomcat does.
    command.add("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager");
    command.addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
    return new WarContainer(
        Child.start(base, settings, command),
        "Starting ProtocolHandler \\[\"http-nio-auto-1-(\\d+)\"]");
  }

  /** Jetty, configured by context parameters, which override invalid environment variables. */
  static WarContainer jetty(Path war, Map<String, String> settings) {
    Path base = Artifacts.freshFolder("war-jetty");
    try {
      Files.copy(war, base.resolve("notiflows.war"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = java(jettyClassPath());
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-Djava.io.tmpdir=" + base);
    command.addAll(
        List.of(
            JettyHost.class.getName(),
            DOCUMENTED.resolve("jetty").toString(),
            base.toString(),
            "/",
            CONTEXT_PATH));
    Map<String, String> wrong = new HashMap<>();
    settings.keySet().forEach(name -> wrong.put(name, "wrong"));
    return new WarContainer(Child.start(base, wrong, command), "Jetty listens on port (\\d+)");
  }

  Wire at(String contextPath) {
    if (port == 0) {
      Matcher listens = process.await(started);
      port = Integer.parseInt(listens.group(1));
    }
    return new Wire(port, contextPath);
  }

  long pid() {
    return process.pid();
  }

  /** Stops the container with SIGTERM and returns its log. */
  String stop() {
    process.terminate();
    process.exit();
    return process.err();
  }

  @Override
  public void close() {
    process.close();
  }

  private static List<String> java(List<Path> classPath) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // starts faster
            "-cp",
            classPath.stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator))));
  }

  private static List<Path> jettyClassPath() {
    Pattern jetty = Pattern.compile("jetty-.*|jakarta\\.servlet-api-.*|slf4j-api-.*|test-classes");
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(entry -> jetty.matcher(entry.getFileName().toString()).matches())
        .filter(entry -> !entry.toString().contains("server-impl"))
        .toList();
  }
}
