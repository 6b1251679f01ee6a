package com.notiflows.server.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Creates the system tables, the database and its user in a folder that has none yet. */
final class Initialisation {

  private static final long LIMIT_SECONDS = 120;

  private final Distribution distribution;
  private final DataFolder folder;

  Initialisation(Distribution distribution, DataFolder folder) {
    this.distribution = distribution;
    this.folder = folder;
  }

  /** Creates the database in a draft folder and renames it, so that no start sees half of it. */
  void run() {
    ErrorLog log = ErrorLog.from(folder.log());
    try {
      folder.prepareDraft();
      folder.prepareTemporary();
      Files.write(folder.draftSql(), sql());
      int exitCode = execute();
      if (exitCode != 0) {
        throw log.failure(
            distribution.label() + " cannot create its database, exit code " + exitCode);
      }
      folder.publishDraft();
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot create a database in " + folder.root(), e);
    }
  }

  private List<String> sql() throws IOException {
    List<String> lines = new ArrayList<>();
    if (distribution.product().isMariaDb()) {
      // the steps of mariadb-install-db: only root of this machine can log in as root, by socket
      lines.addAll(
          List.of("CREATE DATABASE mysql;", "USE mysql;", "SET @auth_root_socket='root';"));
      lines.addAll(Files.readAllLines(distribution.script("system_tables.sql")));
      lines.addAll(Files.readAllLines(distribution.script("performance_tables.sql")));
      lines.addAll(Files.readAllLines(distribution.script("system_tables_data.sql")));
      lines.add("FLUSH PRIVILEGES;"); // enables CREATE USER and GRANT
    }
    lines.addAll(Schema.statements());
    return lines;
  }

  private int execute() throws IOException {
    ServerArguments arguments =
        new ServerArguments(distribution, folder.draft(), folder.temporary());
    Process process =
        new ProcessBuilder(arguments.toInitialise(folder.draftSql()))
            .redirectInput(standardInput())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.log().toFile()))
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("not done after " + LIMIT_SECONDS + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Redirect standardInput() {
    Path nothing = Path.of(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    boolean readsSql = distribution.product().isMariaDb();
    return Redirect.from((readsSql ? folder.draftSql() : nothing).toFile());
  }
}
