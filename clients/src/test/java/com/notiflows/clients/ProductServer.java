package com.notiflows.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.app.Main;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.Folders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server process with a database and a project with channels. */
final class ProductServer implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern LISTENING = Pattern.compile("Listening on \\S+ port (\\d+)");
  private static final Path LOG = Path.of("target", "server.log");

  private final EmbeddedDatabase database;
  private final Map<String, String> settings = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> environment;
  private final Process process;

  private ProductServer(EmbeddedDatabase database) throws IOException {
    this.database = database;
    settings.put("NOTIFLOWS_DB_URL", database.jdbcUrl());
    settings.put("NOTIFLOWS_DB_USER", database.user());
    settings.put("NOTIFLOWS_DB_PASSWORD", database.password());
    settings.put("NOTIFLOWS_ADDRESS", "127.0.0.1");
    settings.put("NOTIFLOWS_PORT", "0");
    command("migrate");
    String project = command("projects", "create", "Clients").get("id").asText();
    for (String provider : List.of("apns", "slack", "webhook")) {
      command(
          "channels", "create", "--project", project, "--provider", provider, "--handle", provider);
    }
    String publicKey = key(project, "public");
    String secretKey = key(project, "secret");
    this.process = serve();
    this.environment =
        Map.of(
            "NOTIFLOWS_URL", "http://127.0.0.1:" + port(),
            "NOTIFLOWS_PUBLIC_KEY", publicKey,
            "NOTIFLOWS_SECRET_KEY", secretKey);
  }

  /** Starts the server on an empty database and waits until it listens. */
  static ProductServer start() throws IOException {
    Path folder = Path.of("target", "database");
    Folders.delete(folder);
    return new ProductServer(
        EmbeddedDatabase.start(EmbeddedDatabase.Product.MARIADB, folder, System.out::println));
  }

  /** Environment variables for clients: the address and both keys. */
  Map<String, String> environment() {
    return environment;
  }

  /** The body of a response with status 200. */
  String get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(environment.get("NOTIFLOWS_URL") + path))
            .header("x-notiflows-api-key", environment.get("NOTIFLOWS_PUBLIC_KEY"))
            .header("x-notiflows-secret-key", environment.get("NOTIFLOWS_SECRET_KEY"))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), response::body);
      return response.body();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    database.close();
  }

  private Process serve() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve")
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile());
    builder.environment().putAll(settings);
    Process started = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    return started;
  }

  private String port() throws IOException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      Matcher listening = LISTENING.matcher(Files.readString(LOG));
      if (listening.find()) {
        return listening.group(1);
      }
      pause();
    }
    throw new IllegalStateException("The server doesn't listen:\n" + Files.readString(LOG));
  }

  private String key(String project, String kind) throws IOException {
    return command("keys", "create", "--project", project, "--kind", kind).get("key").asText();
  }

  private JsonNode command(String... arguments) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] withJson = Arrays.copyOf(arguments, arguments.length + 1);
    withJson[arguments.length] = "--json";
    int code =
        Main.commandLine(settings)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(withJson);
    assertEquals(0, code, () -> String.join(" ", arguments) + ": " + err);
    return new ObjectMapper().readTree(out.toString());
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
