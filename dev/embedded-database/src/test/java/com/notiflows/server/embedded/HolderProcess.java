package com.notiflows.server.embedded;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another JVM that starts a database, writes a row and waits until it is killed. */
final class HolderProcess implements AutoCloseable {

  private static final String READY = "ready, server process ";

  // limits how long a failing test can hang
  private static final Duration LIFETIME = Duration.ofSeconds(20);

  private final Process process;
  private final BufferedReader output;
  private final List<String> seen = new ArrayList<>();

  private HolderProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static HolderProcess start(Product product, Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(
            java, "-cp", classPath, HolderProcess.class.getName(), product.name(), "" + folder);
    return new HolderProcess(builder.redirectErrorStream(true).start());
  }

  /** The program of the other JVM. */
  public static void main(String[] arguments) throws SQLException, InterruptedException {
    Product product = Product.valueOf(arguments[0]);
    try {
      EmbeddedDatabase database =
          EmbeddedDatabase.start(product, Path.of(arguments[1]), System.out::println);
      Rows.create(database);
      Rows.add(database, "from the holder");
      System.out.println(READY + database.pid());
      Thread.sleep(LIFETIME.toMillis());
    } catch (EmbeddedDatabaseException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  /** The process id of the server, once it runs. */
  long awaitServer() throws IOException {
    return Long.parseLong(awaitLine(READY).substring(READY.length()));
  }

  /** Reads until a line with this prefix. */
  String awaitLine(String beginning) throws IOException {
    Optional<String> line = Optional.ofNullable(output.readLine());
    while (line.isPresent() && !line.get().startsWith(beginning)) {
      seen.add(line.get());
      line = Optional.ofNullable(output.readLine());
    }
    return line.orElseThrow(() -> new AssertionError("no '" + beginning + "' in " + seen));
  }

  /** Sends SIGKILL and waits for the end of the process. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
