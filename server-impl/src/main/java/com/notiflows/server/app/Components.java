package com.notiflows.server.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.http.AnswerJson;
import com.notiflows.server.http.BulkWriter;
import com.notiflows.server.http.ChannelSettingsDelegate;
import com.notiflows.server.http.ChannelSubscriptionsDelegate;
import com.notiflows.server.http.ChannelsDelegate;
import com.notiflows.server.http.DeviceTokensDelegate;
import com.notiflows.server.http.EntityTags;
import com.notiflows.server.http.SignedInUserDelegate;
import com.notiflows.server.http.UsersDelegate;
import com.notiflows.server.http.Writes;
import com.notiflows.server.http.error.Envelope;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.http.wire.BodyMemory;
import com.notiflows.server.http.wire.WireFilter;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.services.Services;
import com.notiflows.server.spec.BundledSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The composition root: every part of the server, wired by hand. */
public final class Components implements AutoCloseable {

  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofMinutes(1);

  private final Database database;
  private final Services services;
  private final BundledSpec spec;
  private final Failures failures;
  private final NotiflowsApplication application;
  private final Housekeeping housekeeping;

  /**
   * Wires the server. The database is not asked for anything yet; housekeeping, which begins here,
   * first looks at it after half a minute.
   *
   * @param clock sets the time of each write
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
    this.services =
        Services.of(
            database.transactions(), spec, Duration.ofDays(configuration.tokenDays()), clock);
    Envelope envelope = new Envelope(configuration.http().errorBase());
    this.failures = new Failures(envelope, spec.limits());
    ObjectMapper json = AnswerJson.mapper();
    EntityTags tags = new EntityTags(json);
    Writes writes = new Writes(services.queue(), tags, json);
    BulkWriter bulk = new BulkWriter(services.bulk(), envelope::model);
    this.application =
        new NotiflowsApplication(
            spec,
            services.accesses(),
            services.origins(),
            failures,
            json,
            new ChannelSettingsDelegate(services.settings(), bulk, tags, writes),
            new ChannelSubscriptionsDelegate(services.subscriptions(), writes),
            new SignedInUserDelegate(services.settings(), services.subscriptions(), tags, writes),
            new ChannelsDelegate(services.channels()),
            new DeviceTokensDelegate(services.endpoints(), writes),
            new UsersDelegate(services.users(), services.directory(), writes));
    this.housekeeping =
        Housekeeping.start(
            List.of(
                new Housekeeping.Chore("expired idempotency keys", services.oldReplies()::remove),
                new Housekeeping.Chore("expired endpoints", services.expiry()::retire)),
            pause);
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** The services below HTTP. */
  public Services services() {
    return services;
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

  /** Ends the housekeeping and closes the connections to the database. */
  @Override
  public void close() {
    housekeeping.close();
    database.close();
  }
}
