package com.notiflows.benchmark.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A server process to measure. It is stopped when this JVM ends. */
public final class HttpServerProcess implements AutoCloseable {

  private static final long START_LIMIT_SECONDS = 120;
  private static final long STOP_LIMIT_SECONDS = 30;
  private static final long POLL_MILLIS = 5;
  private static final int REQUEST_LIMIT_MILLIS = 10_000;

  private final Process process;
  private final Thread stop;
  private final int port;
  private final double startSeconds;

  private HttpServerProcess(Process process, int port, double startSeconds) {
    this.process = process;
    this.port = port;
    this.startSeconds = startSeconds;
    this.stop = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(stop);
  }

  /**
   * How to start a server.
   *
   * @param portVariable the environment variable that sets the server's port
   * @param firstRequest the path of a GET that returns 200 when the server is ready
   * @param log receives the output of the server
   */
  public record Launch(
      List<String> command,
      Map<String, String> environment,
      String portVariable,
      String firstRequest,
      Map<String, String> headers,
      Path log) {}

  /** Starts a server, and waits until it responds with 200. */
  public static HttpServerProcess start(Launch launch) throws IOException, InterruptedException {
    int port = freePort();
    Map<String, String> environment = new TreeMap<>(launch.environment());
    environment.put(launch.portVariable(), Integer.toString(port));
    ProcessBuilder builder =
        new ProcessBuilder(launch.command())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(launch.log().toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("NOTIFLOWS_"));
    builder.environment().putAll(environment);
    long begin = System.nanoTime();
    Process process = builder.start();
    while (!responds(port, launch)) {
      boolean isLate = System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
      if (isLate || !process.isAlive()) {
        process.destroyForcibly();
        throw new IOException("The server does not start:\n" + Files.readString(launch.log()));
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return new HttpServerProcess(process, port, (System.nanoTime() - begin) / 1e9);
  }

  private static boolean responds(int port, Launch launch) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + launch.firstRequest()).toURL().openConnection();
    launch.headers().forEach(connection::setRequestProperty);
    connection.setConnectTimeout(REQUEST_LIMIT_MILLIS);
    connection.setReadTimeout(REQUEST_LIMIT_MILLIS);
    try {
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false; // not ready: the caller retries until its timeout
    } finally {
      connection.disconnect();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** The time from the start of the process to the first 200. */
  public double startSeconds() {
    return startSeconds;
  }

  /** Sends SIGTERM and waits for the end of the process. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_LIMIT_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
    Runtime.getRuntime().removeShutdownHook(stop);
  }
}
