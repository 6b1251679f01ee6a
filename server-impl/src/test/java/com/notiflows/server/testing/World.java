package com.notiflows.server.testing;

import com.notiflows.server.idempotency.IdempotencyService;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.InMemoryMappers;
import com.notiflows.server.persistence.InMemoryMappers.KeyLife;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.AccessRequest;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.projects.Credential;
import com.notiflows.server.projects.OriginService;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.projects.UserKeys;
import com.notiflows.server.settings.ChannelSettingsService;
import com.notiflows.server.settings.bulk.BulkService;
import com.notiflows.server.settings.devices.DeviceReader;
import com.notiflows.server.settings.devices.DeviceTokenService;
import com.notiflows.server.settings.store.SettingsStore;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.subscriptions.ChannelSubscriptionService;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One project with good keys, a user and channels, over mappers in memory; and the services. */
public final class World {

  /** The spec of the server, read once for all tests. */
  public static final BundledSpec SPEC = BundledSpec.load();

  /** What the clock tells at first. */
  public static final Instant START = Instant.parse("2026-11-23T14:15:22.048211999Z");

  /** The project. */
  public static final UUID PROJECT = UUID.fromString("00000000-0000-7000-8000-000000000001");

  /** Its public key. */
  public static final String PUBLIC_KEY = "pk_world";

  /** Its secret key. */
  public static final String SECRET_KEY = "sk_world";

  /** The external id of its user. */
  public static final String USER = "user_12345";

  /** Our id of that user. */
  public static final UUID USER_ID = UUID.fromString("00000000-0000-7000-8000-00000000000a");

  /** Its APNs channel, that of the seed. */
  public static final UUID APNS = UUID.fromString("018dfbef-8443-214c-7425-4b635cf84432");

  /** Its Slack channel. */
  public static final UUID SLACK = UUID.fromString("00000000-0000-7000-8000-000000000003");

  /** Its e-mail channel, which takes no settings. */
  public static final UUID SMTP = UUID.fromString("00000000-0000-7000-8000-000000000004");

  private final ManualClock clock = new ManualClock(START.toString());
  private final InMemoryMappers mappers = new InMemoryMappers();
  private final AccessService accesses;
  private final OriginService origins;
  private final SettingsStore store;
  private final ChannelSettingsService settings;

  /** Makes a fresh one. */
  public World() {
    mappers
        .publicKey(PUBLIC_KEY, KeyLife.living(PROJECT))
        .secretKey(Secrets.hash(SECRET_KEY), KeyLife.living(PROJECT))
        .user(PROJECT, USER, USER_ID)
        .channel(PROJECT, APNS, "apns")
        .channel(PROJECT, SLACK, "slack")
        .channel(PROJECT, SMTP, "smtp");
    Transactions transactions = mappers.transactions();
    UserKeys userKeys =
        new UserKeys(transactions, SPEC.pathParameter("user_id"), SPEC.limits(), clock);
    this.accesses = new AccessService(transactions, userKeys, clock);
    this.origins = new OriginService(new ProjectService(transactions, clock), transactions, clock);
    this.store =
        new SettingsStore(accesses, transactions, new SettingsWriter(SPEC.providers(), clock));
    this.settings = new ChannelSettingsService(SPEC, transactions, store);
  }

  /** The rules of device tokens. */
  public DeviceTokenService tokens() {
    return new DeviceTokenService(SPEC, store);
  }

  /** The rules of writing much at once, which has no mapper of users here. */
  public BulkService bulk() {
    SettingsWriter writer = new SettingsWriter(SPEC.providers(), clock);
    return new BulkService(SPEC, writer, mappers.transactions());
  }

  /** What is known of devices. */
  public DeviceReader devices() {
    return new DeviceReader(SPEC.providers(), mappers.transactions());
  }

  /** The rules of subscriptions, which have no mappers here. */
  public ChannelSubscriptionService subscriptions() {
    return new ChannelSubscriptionService(SPEC, mappers.transactions(), clock);
  }

  /** The keeping of answers, which has no mapper here: only writes without a key work. */
  public IdempotencyService idempotency() {
    return new IdempotencyService(accesses, mappers.transactions(), clock, SPEC.limits());
  }

  /** The clock of the services. */
  public ManualClock clock() {
    return clock;
  }

  /** What is stored. */
  public InMemoryMappers mappers() {
    return mappers;
  }

  /** Authenticates keys. */
  public AccessService accesses() {
    return accesses;
  }

  /** The origins that projects allow. */
  public OriginService origins() {
    return origins;
  }

  /** The rules of settings. */
  public ChannelSettingsService settings() {
    return settings;
  }

  /** Keeps a public key of the project with an end. */
  public void publicKey(String text, Optional<Instant> expiresAt, Optional<Instant> revokedAt) {
    mappers.publicKey(text, new KeyLife(PROJECT, expiresAt.orElse(null), revokedAt.orElse(null)));
  }

  /** Keeps a secret key of the project with an end. */
  public void secretKey(String text, Optional<Instant> expiresAt, Optional<Instant> revokedAt) {
    mappers.secretKey(
        Secrets.hash(text), new KeyLife(PROJECT, expiresAt.orElse(null), revokedAt.orElse(null)));
  }

  /** What the server makes of a failed statement. */
  public static DatabaseException databaseFailure(SQLException cause) {
    World world = new World();
    for (int i = 0; i < 10; i++) { // a deadlock is tried again
      world.mappers().failNext(cause);
    }
    try {
      world.accesses().open(about(APNS));
    } catch (DatabaseException e) {
      return e;
    }
    throw new AssertionError("The statement did not fail");
  }

  /** A call with the good keys, about the user and a channel. */
  public static AccessRequest about(UUID channel) {
    return about(channel, USER);
  }

  /** A call with the good keys, about a user and a channel. */
  public static AccessRequest about(UUID channel, String user) {
    return new AccessRequest(
        Optional.of(PUBLIC_KEY),
        new Credential.SecretKey(Optional.of(SECRET_KEY)),
        Optional.of(user),
        Optional.of(channel));
  }
}
