package com.notiflows.server.cli;

import com.notiflows.server.config.Configuration;
import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.services.Services;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.tracing.Tracing;
import com.notiflows.server.write.WriteMeter;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/** Opens the database for the duration of one command. */
final class Session {

  private final Map<String, String> environment;
  private final Clock clock;

  Session(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  <T> T withServices(Function<Services, T> work) {
    Configuration configuration = Configuration.from(environment);
    try (Database database = open(configuration)) {
      return work.apply(services(configuration, database));
    }
  }

  /** The same for work that may throw a checked exception. */
  <T, E extends Exception> T withServicesOf(Work<T, E> work) throws E {
    Configuration configuration = Configuration.from(environment);
    try (Database database = open(configuration)) {
      return work.with(services(configuration, database));
    }
  }

  /** Work that may throw a checked exception. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {

    /** Executes the work. */
    T with(Services services) throws E;
  }

  <T> T withDatabase(Function<Database, T> work) {
    try (Database database = open(Configuration.from(environment))) {
      return work.apply(database);
    }
  }

  private static Database open(Configuration configuration) {
    MasterKeys masterKeys = MasterKeys.of(configuration.encryption());
    return new Database(configuration.database(), Tracing.OFF, masterKeys);
  }

  private Services services(Configuration configuration, Database database) {
    return Services.of(
        database.transactions(),
        BundledSpec.load(),
        Services.Lifetimes.of(configuration),
        clock,
        WriteMeter.NONE,
        Tracing.OFF);
  }
}
