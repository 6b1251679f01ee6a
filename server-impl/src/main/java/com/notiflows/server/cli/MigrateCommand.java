package com.notiflows.server.cli;

import com.notiflows.server.persistence.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "migrate",
    description = "Migrate the database schema to this version.",
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private Printout printout;

  MigrateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    int steps = session.withDatabase(Database::migrate);
    printout.one(Fields.of("migrations_run", steps));
    return 0;
  }
}
