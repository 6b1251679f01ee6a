package com.notiflows.server.services;

import com.notiflows.server.bulk.BulkService;
import com.notiflows.server.bulk.SettingsExport;
import com.notiflows.server.changes.ChainCheck;
import com.notiflows.server.changes.ChangeFeed;
import com.notiflows.server.changes.OldChanges;
import com.notiflows.server.changes.WaitingReaders;
import com.notiflows.server.channels.ChannelService;
import com.notiflows.server.config.Configuration;
import com.notiflows.server.endpoints.EndpointExpiry;
import com.notiflows.server.endpoints.EndpointService;
import com.notiflows.server.endpoints.SubscriptionService;
import com.notiflows.server.idempotency.OldReplies;
import com.notiflows.server.json.StrictJson;
import com.notiflows.server.lanes.GroupedCalls;
import com.notiflows.server.lanes.GroupedCalls.Lanes;
import com.notiflows.server.lanes.GroupedCalls.Size;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.projects.DataKeys;
import com.notiflows.server.projects.Encryption;
import com.notiflows.server.projects.KeyService;
import com.notiflows.server.projects.KeyUses;
import com.notiflows.server.projects.OldRows;
import com.notiflows.server.projects.OriginService;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.ProjectSnapshots;
import com.notiflows.server.projects.SigningKeyService;
import com.notiflows.server.projects.UserKeys;
import com.notiflows.server.settings.PlaceReader;
import com.notiflows.server.settings.SettingsService;
import com.notiflows.server.settings.UserFinder;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.tracing.Tracing;
import com.notiflows.server.users.UserAdministration;
import com.notiflows.server.users.UserDirectory;
import com.notiflows.server.users.UserService;
import com.notiflows.server.write.WriteMeter;
import com.notiflows.server.write.WriteQueue;
import java.time.Clock;
import java.time.Duration;

/**
 * The object graph below HTTP and the command line, used by the server, the command line and tests.
 */
public record Services(
    ProjectService projects,
    ProjectSnapshots snapshots,
    Encryption encryption,
    KeyService keys,
    KeyUses keyUses,
    SigningKeyService signingKeys,
    OriginService origins,
    AccessService accesses,
    ChannelService channels,
    UserAdministration userAdministration,
    UserService users,
    UserDirectory directory,
    PlaceReader places,
    SettingsService settings,
    BulkService bulk,
    SettingsExport exports,
    SubscriptionService subscriptions,
    EndpointService endpoints,
    WriteQueue queue,
    EndpointExpiry expiry,
    OldRows oldReplies,
    WaitingReaders readers,
    ChangeFeed changes,
    ChainCheck chainCheck,
    OldRows oldChanges,
    StrictJson json) {

  /** Of the 200 threads of a server. */
  private static final int MOST_WAITING = 50;

  private static final int MOST_WAITING_OF_PROJECT = 10;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final GroupedCalls.Bounds WRITES =
      new GroupedCalls.Bounds(
          new Lanes(4, 2, 24),
          new Size(64, 1 << 20),
          new Size(2_000, 64 << 20),
          new Size(1_000, 32 << 20),
          PATIENCE_NANOS);
  private static final GroupedCalls.Bounds READS =
      new GroupedCalls.Bounds(
          Lanes.ofOneGroup(4),
          new Size(32, 1 << 16),
          new Size(10_000, 1 << 24),
          new Size(5_000, 1 << 23),
          PATIENCE_NANOS);
  private static final GroupedCalls.Bounds REVISIONS =
      new GroupedCalls.Bounds(
          Lanes.ofOneGroup(1),
          new Size(256, 256),
          new Size(10_000, 10_000),
          new Size(10_000, 10_000),
          PATIENCE_NANOS);

  /**
   * How long data is kept.
   *
   * @param tokens time until an endpoint expires that is not registered again
   * @param changes time until a change is deleted
   */
  public record Lifetimes(Duration tokens, Duration changes) {

    /** As configured. */
    public static Lifetimes of(Configuration configuration) {
      return new Lifetimes(
          Duration.ofDays(configuration.tokenDays()), Duration.ofDays(configuration.changeDays()));
    }
  }

  /**
   * Creates the graph. Does not use the database yet.
   *
   * @param lifetimes how long data is kept
   * @param clock for all times that are stored
   * @param meter measures batches of writes
   * @param tracing traces them
   */
  public static Services of(
      Transactions transactions,
      BundledSpec spec,
      Lifetimes lifetimes,
      Clock clock,
      WriteMeter meter,
      Tracing tracing) {
    ProjectService projects = new ProjectService(transactions, clock);
    DataKeys dataKeys = new DataKeys(transactions, clock);
    ProjectSnapshots snapshots =
        new ProjectSnapshots(transactions, spec.providers(), spec.limits(), REVISIONS, dataKeys);
    PlaceReader places = new PlaceReader(transactions, spec.limits(), READS);
    KeyUses keyUses = new KeyUses(transactions, clock);
    UserFinder users = new UserFinder(transactions);
    WaitingReaders readers = new WaitingReaders(MOST_WAITING, MOST_WAITING_OF_PROJECT);
    WriteQueue queue =
        new WriteQueue(transactions, WRITES, spec.limits(), clock, meter, tracing, readers);
    return new Services(
        projects,
        snapshots,
        new Encryption(projects, dataKeys, transactions),
        new KeyService(projects, transactions, clock, spec.scopes()),
        keyUses,
        new SigningKeyService(projects, transactions, clock),
        new OriginService(projects, transactions, clock),
        new AccessService(
            snapshots,
            new UserKeys(spec.pathParameter("user_id"), spec.limits(), clock),
            keyUses,
            clock),
        new ChannelService(projects, spec.providers(), transactions, clock),
        new UserAdministration(projects, spec.pathParameter("user_id"), transactions, queue),
        new UserService(spec, places, users),
        new UserDirectory(places, transactions, spec.limits().pageBytes()),
        places,
        new SettingsService(spec, places, users),
        new BulkService(spec),
        new SettingsExport(snapshots, places, transactions),
        new SubscriptionService(spec, places),
        new EndpointService(spec, transactions),
        queue,
        new EndpointExpiry(projects, transactions, queue, clock, lifetimes.tokens(), spec.limits()),
        new OldRows(
            projects,
            clock,
            Duration.ofSeconds(spec.limits().idempotencyKeySeconds()),
            new OldReplies(transactions)),
        readers,
        new ChangeFeed(transactions, spec.limits().pageBytes(), readers),
        new ChainCheck(projects, transactions),
        new OldRows(projects, clock, lifetimes.changes(), new OldChanges(transactions)),
        spec.limits().json());
  }
}
