package com.notiflows.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.benchmark.load.Tenant;
import com.notiflows.benchmark.load.Users;
import com.notiflows.benchmark.process.CommandWorker;
import com.notiflows.benchmark.process.CommandWorker.Command;
import com.notiflows.benchmark.process.CommandWorker.Printed;
import com.notiflows.benchmark.process.Distribution;
import com.notiflows.benchmark.process.Worker;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Creates projects with the server's command line. */
final class Preparation implements AutoCloseable {

  /** The provider of each channel, by handle. */
  private static final Map<String, String> CHANNELS =
      Map.of("ios", "apns", "android", "fcm", "expo", "expo", "slack", "slack");

  /** The default channels on which each user has settings. */
  static final List<String> FILLED = List.of("ios", "android", "slack");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int IMPORTERS = 2;

  private final List<Worker<Command, Printed>> workers = new ArrayList<>();
  private final Path folder;

  /**
   * Starts the processes that run the commands.
   *
   * @param environment contains the address of the database
   */
  Preparation(Distribution distribution, Map<String, String> environment, Path folder)
      throws IOException {
    this.folder = folder;
    for (int i = 0; i < IMPORTERS; i++) {
      workers.add(
          Worker.start(
              CommandWorker.class,
              Printed.class,
              Worker.ownClassesAnd(distribution.classPath()),
              environment,
              folder.resolve("commands.log")));
    }
    run("migrate");
  }

  /**
   * Creates a project with keys, channels and users.
   *
   * @param filled the handles of the channels on which each user has settings
   */
  Tenant createProject(String name, int users, List<String> filled) throws IOException {
    String project = field("id", "projects", "create", name);
    String publicKey = field("key", "keys", "create", "--project", project, "--kind", "public");
    String secretKey = field("key", "keys", "create", "--project", project, "--kind", "secret");
    Map<String, String> channels = new TreeMap<>();
    for (Map.Entry<String, String> channel : CHANNELS.entrySet()) {
      String handle = channel.getKey();
      channels.put(
          handle,
          field(
              "id",
              "channels",
              "create",
              "--project",
              project,
              "--handle",
              handle,
              "--provider",
              channel.getValue()));
    }
    importSettings(project, users, filled);
    return new Tenant(publicKey, secretKey, channels, users);
  }

  /** Encrypts all projects. */
  void encrypt() throws IOException {
    run("encryption", "rotate", "--all");
  }

  /** Imports settings with all workers in parallel, each for a range of users. */
  private void importSettings(String project, int users, List<String> filled) throws IOException {
    int share = (users + workers.size() - 1) / workers.size();
    for (int i = 0; i < workers.size(); i++) {
      Path file = folder.resolve("settings-" + i + ".ndjson");
      write(file, i * share, Math.min(users, (i + 1) * share), filled);
      workers
          .get(i)
          .order(new Command(List.of("settings", "import", "--project", project, file.toString())));
    }
    for (Worker<Command, Printed> worker : workers) {
      check(worker.result());
    }
  }

  private static void write(Path file, int from, int until, List<String> filled)
      throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      for (int user = from; user < until; user++) {
        for (String handle : filled) {
          out.write(
              """
              {"user_id":"%s","channel":"%s","settings":%s}
              """
                  .formatted(Users.externalId(user), handle, settings(handle, user)));
        }
      }
    }
  }

  private static String settings(String handle, int user) {
    return handle.equals("slack")
        ? """
        {"slack_user_id":"U0000000000"}"""
        : """
        {"device_tokens":["%s"]}"""
            .formatted(Users.knownToken(user));
  }

  /** A field of the JSON that a command prints. */
  private String field(String name, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    JsonNode printed = JSON.readTree(run(all.toArray(String[]::new)));
    return printed.path(name).asText();
  }

  private String run(String... arguments) throws IOException {
    return check(workers.get(0).run(new Command(List.of(arguments))));
  }

  private static String check(Printed printed) throws IOException {
    if (printed.exitCode() != 0) {
      throw new IOException("A command failed: " + printed.err());
    }
    return printed.out();
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
  }
}
