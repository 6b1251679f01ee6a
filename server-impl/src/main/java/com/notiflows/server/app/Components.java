package com.notiflows.server.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.channels.ChannelService;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.http.AnswerJson;
import com.notiflows.server.http.BulkWriter;
import com.notiflows.server.http.ChannelSettingsDelegate;
import com.notiflows.server.http.ChannelSubscriptionsDelegate;
import com.notiflows.server.http.ChannelsDelegate;
import com.notiflows.server.http.DeviceTokensDelegate;
import com.notiflows.server.http.EntityTags;
import com.notiflows.server.http.SettingsReader;
import com.notiflows.server.http.SignedInUserDelegate;
import com.notiflows.server.http.UsersDelegate;
import com.notiflows.server.http.Writes;
import com.notiflows.server.http.error.Envelope;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.http.wire.BodyMemory;
import com.notiflows.server.http.wire.WireFilter;
import com.notiflows.server.idempotency.IdempotencyService;
import com.notiflows.server.idempotency.OldKeys;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.projects.OriginService;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.UserKeys;
import com.notiflows.server.settings.ChannelSettingsService;
import com.notiflows.server.settings.SettingsOfUsers;
import com.notiflows.server.settings.bulk.BulkService;
import com.notiflows.server.settings.devices.DeviceReader;
import com.notiflows.server.settings.devices.DeviceTokenService;
import com.notiflows.server.settings.devices.TokenExpiry;
import com.notiflows.server.settings.devices.TokenFeedback;
import com.notiflows.server.settings.devices.TokenLookup;
import com.notiflows.server.settings.devices.TokenRestoration;
import com.notiflows.server.settings.store.SettingsStore;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.subscriptions.ChannelSubscriptionService;
import com.notiflows.server.users.UserDirectory;
import com.notiflows.server.users.UserService;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The composition root: every part of the server, wired by hand. */
public final class Components implements AutoCloseable {

  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofMinutes(1);

  private final Database database;
  private final BundledSpec spec;
  private final Failures failures;
  private final NotiflowsApplication application;
  private final Housekeeping housekeeping;

  /**
   * Wires the server. The database is not asked for anything yet; housekeeping, which begins here,
   * first looks at it after half a minute.
   *
   * @param clock dates what is written
   */
  public Components(Configuration configuration, BundledSpec spec, Clock clock) {
    this(configuration, spec, clock, HOUSEKEEPING_PAUSE);
  }

  /**
   * The same, for tests that wait for housekeeping, or that must not meet it.
   *
   * @param pause between two rounds of housekeeping, on average; half of it is the shortest
   */
  public Components(Configuration configuration, BundledSpec spec, Clock clock, Duration pause) {
    this.spec = spec;
    this.database = new Database(configuration.database());
    Envelope envelope = new Envelope(configuration.http().errorBase());
    this.failures = new Failures(envelope, spec.limits());
    UserKeys userKeys =
        new UserKeys(database.transactions(), spec.pathParameter("user_id"), spec.limits(), clock);
    AccessService accesses = new AccessService(database.transactions(), userKeys, clock);
    ProjectService projects = new ProjectService(database.transactions(), clock);
    SettingsWriter writer = new SettingsWriter(spec.providers(), clock);
    SettingsStore store = new SettingsStore(accesses, database.transactions(), writer);
    ChannelSettingsService settings =
        new ChannelSettingsService(spec, database.transactions(), store);
    ObjectMapper json = AnswerJson.mapper();
    EntityTags tags = new EntityTags(json);
    Writes writes =
        new Writes(
            new IdempotencyService(accesses, database.transactions(), clock, spec.limits()),
            tags,
            json);
    DeviceTokenService tokens = new DeviceTokenService(spec, store);
    ChannelSubscriptionService subscriptions =
        new ChannelSubscriptionService(spec, database.transactions(), clock);
    SettingsReader reader =
        new SettingsReader(settings, new DeviceReader(spec.providers(), database.transactions()));
    BulkWriter bulk =
        new BulkWriter(new BulkService(spec, writer, database.transactions()), envelope::model);
    this.application =
        new NotiflowsApplication(
            spec,
            accesses,
            new OriginService(projects, database.transactions(), clock),
            failures,
            json,
            new ChannelSettingsDelegate(settings, tokens, bulk, reader, tags, writes),
            new ChannelSubscriptionsDelegate(subscriptions, writes),
            new SignedInUserDelegate(settings, tokens, subscriptions, reader, tags, writes),
            new ChannelsDelegate(
                new ChannelService(projects, spec.providers(), database.transactions(), clock)),
            new DeviceTokensDelegate(
                new TokenLookup(spec, database.transactions()),
                new TokenFeedback(spec, database.transactions(), clock),
                new TokenRestoration(spec, database.transactions(), tokens, writer, clock),
                writes),
            users(writer, writes, clock));
    OldKeys oldKeys = new OldKeys(projects, database.transactions(), clock, spec.limits());
    TokenExpiry tokenExpiry =
        new TokenExpiry(
            projects,
            database.transactions(),
            clock,
            Duration.ofDays(configuration.tokenDays()),
            Duration.ofSeconds(spec.limits().quarantineSeconds()));
    this.housekeeping =
        Housekeeping.start(
            List.of(
                new Housekeeping.Chore("old idempotency keys", oldKeys::remove),
                new Housekeeping.Chore("expired device tokens", tokenExpiry::retire)),
            pause);
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** The spec that the server validates by. */
  public BundledSpec spec() {
    return spec;
  }

  /** What failures are answered with. */
  public Failures failures() {
    return failures;
  }

  /** The outermost filter. It shares out the memory of the heap that this process has. */
  WireFilter wireFilter() {
    return new WireFilter(
        failures, spec.limits(), new BodyMemory(Runtime.getRuntime().maxMemory()));
  }

  /** The Jersey application. */
  public NotiflowsApplication application() {
    return application;
  }

  private UsersDelegate users(SettingsWriter writer, Writes writes, Clock clock) {
    SettingsOfUsers settings = new SettingsOfUsers(spec, database.transactions());
    return new UsersDelegate(
        new UserService(settings, writer, database.transactions(), clock, spec.limits()),
        new UserDirectory(settings, database.transactions(), spec.limits().pageBytes()),
        writes);
  }

  /** Ends the housekeeping and closes the connections to the database. */
  @Override
  public void close() {
    housekeeping.close();
    database.close();
  }
}
