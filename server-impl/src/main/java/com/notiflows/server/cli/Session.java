package com.notiflows.server.cli;

import com.notiflows.server.channels.ChannelService;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.json.StrictJson;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.projects.KeyService;
import com.notiflows.server.projects.OriginService;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.SigningKeyService;
import com.notiflows.server.settings.SettingsExport;
import com.notiflows.server.settings.bulk.BulkService;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.users.UserAdministration;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/** Opens the database for the length of one command. */
final class Session {

  private final Map<String, String> environment;
  private final Clock clock;

  Session(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** The services that commands call. */
  record Services(
      ProjectService projects,
      KeyService keys,
      SigningKeyService signingKeys,
      OriginService origins,
      ChannelService channels,
      UserAdministration users,
      BulkService bulk,
      SettingsExport exports,
      StrictJson json) {}

  <T> T withServices(Function<Services, T> work) {
    return withDatabase(database -> work.apply(services(database)));
  }

  /** The same for work that may fail in a way of its own. */
  <T, E extends Exception> T withServicesOf(Work<T, E> work) throws E {
    try (Database database = new Database(Configuration.from(environment).database())) {
      return work.with(services(database));
    }
  }

  /** Work that may fail in a way of its own. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {

    /** Does it. */
    T with(Services services) throws E;
  }

  <T> T withDatabase(Function<Database, T> work) {
    try (Database database = new Database(Configuration.from(environment).database())) {
      return work.apply(database);
    }
  }

  private Services services(Database database) {
    BundledSpec spec = BundledSpec.load();
    ProjectService projects = new ProjectService(database.transactions(), clock);
    return new Services(
        projects,
        new KeyService(projects, database.transactions(), clock),
        new SigningKeyService(projects, database.transactions(), clock),
        new OriginService(projects, database.transactions(), clock),
        new ChannelService(projects, spec.providers(), database.transactions(), clock),
        new UserAdministration(
            projects, spec.pathParameter("user_id"), database.transactions(), clock),
        new BulkService(spec, new SettingsWriter(spec.providers(), clock), database.transactions()),
        new SettingsExport(projects, database.transactions()),
        spec.limits().json());
  }
}
