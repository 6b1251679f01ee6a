package com.notiflows.server.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.http.AnswerJson;
import com.notiflows.server.http.BulkWriter;
import com.notiflows.server.http.ChangesDelegate;
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
import com.notiflows.server.http.filter.AvailabilityFilter;
import com.notiflows.server.http.filter.ClientAddresses;
import com.notiflows.server.http.ops.OpsEndpoints;
import com.notiflows.server.http.wire.BodyMemory;
import com.notiflows.server.http.wire.RequestObserver;
import com.notiflows.server.http.wire.WireFilter;
import com.notiflows.server.log.RequestLog;
import com.notiflows.server.ops.Availability;
import com.notiflows.server.ops.DatabaseProbe;
import com.notiflows.server.ops.Metrics;
import com.notiflows.server.ops.Readiness;
import com.notiflows.server.ops.SharedValue;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.rates.RateLimits;
import com.notiflows.server.services.Services;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: every part of the server, wired by hand. */
public final class Components implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Components.class);
  private static final Duration HOUSEKEEPING_PAUSE = Duration.ofMinutes(1);

  private final Configuration configuration;
  private final Database database;
  private final Services services;
  private final BundledSpec spec;
  private final Failures failures;
  private final NotiflowsApplication application;
  private final BodyMemory bodies = new BodyMemory(Runtime.getRuntime().maxMemory());
  private final Availability availability = new Availability();
  private final Metrics metrics;
  private final Tracing tracing;
  private final ExecutorService operating = Executors.newFixedThreadPool(2, Components::operator);
  private final Readiness readiness;
  private final Housekeeping.Chore keyUses;
  private final Housekeeping housekeeping;
  private final RateLimits rates;

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
    this.configuration = configuration;
    this.spec = spec;
    configuration.rates().requireKnown(spec.limits().rates().keySet());
    this.metrics = new Metrics(spec.routes());
    this.tracing = Tracing.of(configuration.ops().traces());
    MasterKeys masterKeys = MasterKeys.of(configuration.encryption());
    if (!masterKeys.areThere()) {
      LOG.warn(
          "Encryption at rest is off: device tokens and settings are stored as plain text. To"
              + " encrypt them, set NOTIFLOWS_MASTER_KEY or NOTIFLOWS_MASTER_KEY_FILE");
    }
    this.database = new Database(configuration.database(), tracing, masterKeys);
    this.services =
        Services.of(
            database.transactions(),
            spec,
            Services.Lifetimes.of(configuration),
            clock,
            metrics.writes(),
            tracing);
    this.rates = RateLimits.of(spec.limits(), configuration.rates());
    Measurements.register(metrics, database, services, bodies, availability, rates);
    Envelope envelope = new Envelope(configuration.http().errorBase());
    this.failures = new Failures(envelope, spec.limits(), metrics::reject);
    ObjectMapper json = AnswerJson.mapper();
    EntityTags tags = new EntityTags(json);
    Writes writes = new Writes(services.queue(), tags, json);
    BulkWriter bulk = new BulkWriter(services.bulk(), envelope::model);
    this.application =
        new NotiflowsApplication(
            spec,
            services.accesses(),
            rates,
            new ClientAddresses(configuration.rates().trustedProxies()),
            services.origins(),
            failures,
            json,
            new ChannelSettingsDelegate(services.settings(), bulk, tags, writes),
            new ChannelSubscriptionsDelegate(services.subscriptions(), writes),
            new SignedInUserDelegate(services.settings(), services.subscriptions(), tags, writes),
            new ChangesDelegate(services.changes(), () -> availability.obstacle().isPresent()),
            new ChannelsDelegate(services.channels()),
            new DeviceTokensDelegate(services.endpoints(), writes),
            new UsersDelegate(services.users(), services.directory(), writes));
    application.register(
        new AvailabilityFilter(availability::obstacle, spec.limits().retryAfterSeconds()));
    this.readiness =
        new Readiness(
            availability, new DatabaseProbe(database::isAnswering, operating, System::nanoTime));
    this.keyUses = new Housekeeping.Chore("store the last use of keys", services.keyUses()::store);
    this.housekeeping =
        Housekeeping.start(
            List.of(
                keyUses,
                chore("remove expired idempotency keys", services.oldReplies()::delete),
                chore("delete old changes", services.oldChanges()::delete),
                chore("retire expired endpoints", services.expiry()::retire)),
            pause);
  }

  /** Does nothing before the database is prepared. */
  private Housekeeping.Chore chore(String what, IntSupplier work) {
    return new Housekeeping.Chore(
        what, () -> availability.obstacle().isPresent() ? 0 : work.getAsInt());
  }

  private static Thread operator(Runnable work) {
    Thread thread = new Thread(work, "operating");
    thread.setDaemon(true);
    return thread;
  }

  /** What was configured. */
  Configuration configuration() {
    return configuration;
  }

  /** Whether requests are taken. */
  public Availability availability() {
    return availability;
  }

  /** What is measured. */
  public Metrics metrics() {
    return metrics;
  }

  /** The endpoints for operators. */
  OpsEndpoints opsEndpoints(boolean showsMetrics) {
    return new OpsEndpoints(
        failures,
        readiness,
        showsMetrics
            ? Optional.of(new SharedValue<>(metrics::scrape, operating, System::nanoTime))
            : Optional.empty());
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
        failures,
        spec.limits(),
        bodies,
        new RequestObserver(
            metrics.requests(),
            tracing,
            new RequestLog(configuration.ops().logs().requests()),
            spec.routes()));
  }

  /** The Jersey application. */
  public NotiflowsApplication application() {
    return application;
  }

  /** Ends the housekeeping, stores the last use of keys, and closes the connections. */
  @Override
  public void close() {
    operating.shutdown();
    housekeeping.close();
    Housekeeping.run(keyUses);
    rates.close();
    database.close();
    metrics.close();
    tracing.close();
  }
}
