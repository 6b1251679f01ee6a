package com.notiflows.server.persistence;

import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.problem.AdministrationException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** The schema of the database, and the steps that lead to it. */
final class Schema {

  private static final int WITHOUT_LIMIT = -1;

  private final DatabaseConfig config;

  Schema(DatabaseConfig config) {
    this.config = config;
  }

  /**
   * Executes the steps that are missing and returns their number. Waits while another process
   * executes them.
   *
   * @throws DatabaseAbsentException if the database is not there yet
   * @throws AdministrationException if that can't be; the message says what to do
   */
  int migrate() {
    return with(
        "The schema can't be migrated: ",
        flyway -> {
          requireNoStepBeyond(flyway.info().all());
          return flyway.migrate().migrationsExecuted;
        });
  }

  /**
   * Requires that this version can use the schema.
   *
   * @param isCluster whether the database is a Galera cluster, which servers do not migrate
   * @throws DatabaseAbsentException if the database is not there yet
   * @throws AdministrationException if it can't; the message says what to do
   */
  void requireUsable(boolean isCluster) {
    int missing =
        with(
            "The schema can't be read: ",
            flyway -> {
              MigrationInfoService steps = flyway.info();
              requireNoStepBeyond(steps.all());
              return steps.pending().length;
            });
    if (missing > 0) {
      throw new AdministrationException(
          "The database lacks tables or columns of this version. "
              + (isCluster
                  ? "It is a Galera cluster, which servers do not migrate. Run `notiflows migrate`"
                      + " once."
                  : "Run `notiflows migrate`, or set NOTIFLOWS_DB_MIGRATE to true."));
    }
  }

  /** A newer version may have executed steps that this one doesn't know. */
  private static void requireNoStepBeyond(MigrationInfo[] all) {
    MigrationVersion newest =
        Arrays.stream(all)
            .filter(step -> !isUnknown(step))
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo)
            .orElse(MigrationVersion.EMPTY);
    List<String> beyond =
        Arrays.stream(all)
            .filter(Schema::isUnknown)
            .filter(step -> !SchemaStep.of(step.getDescription()).serves(newest))
            .map(step -> step.getVersion() + " (" + step.getDescription() + ")")
            .toList();
    if (!beyond.isEmpty()) {
      throw new AdministrationException(
          "The database has been migrated for a newer version: this one knows the schema up to "
              + newest
              + " and can't use "
              + String.join(", ", beyond)
              + ". Start the newer version.");
    }
  }

  private static boolean isUnknown(MigrationInfo step) {
    return step.getState() == MigrationState.FUTURE_SUCCESS
        || step.getState() == MigrationState.FUTURE_FAILED;
  }

  private int with(String problem, Function<Flyway, Integer> work) {
    HikariConfig settings = PoolSettings.ofMigrations(config);
    settings.setDataSource(PoolSettings.connections(settings));
    try (HikariDataSource pool = new HikariDataSource(settings)) {
      return work.apply(flyway(pool));
    } catch (FlywayException e) {
      if (SqlErrors.isAbsence(e)) {
        throw new DatabaseAbsentException(SqlErrors.convert(e).advice());
      }
      throw new AdministrationException(problem + e.getMessage());
    }
  }

  private static Flyway flyway(HikariDataSource pool) {
    return Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db/migration")
        .lockRetryCount(WITHOUT_LIMIT)
        .cleanDisabled(true)
        .load();
  }
}
