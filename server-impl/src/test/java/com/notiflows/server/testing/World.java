package com.notiflows.server.testing;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.InMemoryMappers;
import com.notiflows.server.persistence.InMemoryMappers.KeyLife;
import com.notiflows.server.projects.AccessRequest;
import com.notiflows.server.projects.Credential;
import com.notiflows.server.projects.KeyFormat;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.services.Services;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.tracing.Tracing;
import com.notiflows.server.write.WriteMeter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A project with valid keys, a user and channels in memory, and the services on top of it. */
public final class World {

  /** The bundled spec, loaded once for all tests. */
  public static final BundledSpec SPEC = BundledSpec.load();

  /** The start time of the clock. */
  public static final Instant START = Instant.parse("2026-11-23T14:15:22.048211999Z");

  /** The project. */
  public static final UUID PROJECT = UUID.fromString("00000000-0000-7000-8000-000000000001");

  /** Its public key. */
  public static final String PUBLIC_KEY = KeyFormat.complete("pk_world");

  /** Its secret key. */
  public static final String SECRET_KEY = KeyFormat.complete("sk_world");

  /** The external id of its user. */
  public static final String USER = "user_12345";

  /** Our id of that user. */
  public static final UUID USER_ID = UUID.fromString("00000000-0000-7000-8000-00000000000a");

  /** Its APNs channel. */
  public static final UUID APNS = UUID.fromString("018dfbef-8443-214c-7425-4b635cf84432");

  /** Its Slack channel. */
  public static final UUID SLACK = UUID.fromString("00000000-0000-7000-8000-000000000003");

  /** Its e-mail channel, which has no settings. */
  public static final UUID SMTP = UUID.fromString("00000000-0000-7000-8000-000000000004");

  private final ManualClock clock = new ManualClock(START.toString());
  private final InMemoryMappers mappers = new InMemoryMappers();
  private final Services services;

  /** Creates a new world. */
  public World() {
    mappers
        .publicKey(PUBLIC_KEY, KeyLife.living(PROJECT))
        .secretKey(Secrets.hash(SECRET_KEY), KeyLife.living(PROJECT))
        .user(PROJECT, USER, USER_ID)
        .channel(PROJECT, APNS, "apns")
        .channel(PROJECT, SLACK, "slack")
        .channel(PROJECT, SMTP, "smtp");
    this.services =
        Services.of(
            mappers.transactions(),
            SPEC,
            new Services.Lifetimes(Duration.ofDays(270), Duration.ofDays(90)),
            clock,
            WriteMeter.NONE,
            Tracing.OFF);
  }

  /** The clock of the services. */
  public ManualClock clock() {
    return clock;
  }

  /** The stored data. */
  public InMemoryMappers mappers() {
    return mappers;
  }

  /** The services. */
  public Services services() {
    return services;
  }

  /** Stores a public key of the project. */
  public void publicKey(String text, Optional<Instant> expiresAt, Optional<Instant> revokedAt) {
    mappers.publicKey(text, new KeyLife(PROJECT, expiresAt.orElse(null), revokedAt.orElse(null)));
  }

  /** Stores a secret key of the project. */
  public void secretKey(String text, Optional<Instant> expiresAt, Optional<Instant> revokedAt) {
    mappers.secretKey(
        Secrets.hash(text), new KeyLife(PROJECT, expiresAt.orElse(null), revokedAt.orElse(null)));
  }

  /** The exception of the server for a failed statement. */
  public static DatabaseException databaseFailure(SQLException cause) {
    World world = new World();
    for (int i = 0; i < 20; i++) { // deadlocks are retried
      world.mappers().failNext(cause);
    }
    try {
      world.services().accesses().open(about(APNS));
    } catch (DatabaseException e) {
      return e;
    }
    throw new AssertionError("The statement did not fail");
  }

  /** A request with valid keys for the user and a channel. */
  public static AccessRequest about(UUID channel) {
    return new AccessRequest(
        Optional.of(PUBLIC_KEY),
        new Credential.SecretKey(Optional.of(SECRET_KEY), "channel-settings:read"),
        Optional.of(USER),
        Optional.of(channel));
  }
}
