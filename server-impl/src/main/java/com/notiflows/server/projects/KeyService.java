package com.notiflows.server.projects;

import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.AdminMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The keys of projects, for administrators. */
public final class KeyService {

  private static final int HINT_LENGTH = 4;
  private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

  private final ProjectService projects;
  private final Transactions transactions;
  private final Clock clock;

  /** Stores through the transactions; the clock dates what is made. */
  public KeyService(ProjectService projects, Transactions transactions, Clock clock) {
    this.projects = projects;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The two kinds of keys. */
  public enum Kind {
    /** Names the project; not secret. */
    PUBLIC,
    /** Proves that a backend of the project calls. */
    SECRET;

    /** The kind as it is printed, such as {@code public}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A key as it may be shown at any time.
   *
   * @param label a public key itself; of a secret one, its last letters
   */
  public record Key(
      UUID id,
      Kind kind,
      String label,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt) {}

  /**
   * A fresh key.
   *
   * @param text the key itself: of a secret one this is the only time that it can be seen
   */
  public record FreshKey(Key key, String text) {

    /** Tells no key. */
    @Override
    public String toString() {
      return "FreshKey[" + key.id() + "]";
    }
  }

  /**
   * Makes a key.
   *
   * @param lifetime how long it opens anything; empty for ever
   * @throws AdministrationException if there is no such project, or the lifetime makes no sense
   */
  public FreshKey create(UUID projectId, Kind kind, Optional<Duration> lifetime) {
    projects.require(projectId);
    if (lifetime.isPresent() && !isSensible(lifetime.get())) {
      throw new AdministrationException(
          "A key lives longer than nothing and at most " + LONGEST_LIFE.toDays() + " days.");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Optional<Instant> expiresAt = lifetime.map(now::plus);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String text = kind == Kind.PUBLIC ? Secrets.newPublicKey() : Secrets.newSecretKey();
    String hint = text.substring(text.length() - HINT_LENGTH);
    transactions.single(
        AdminMapper.class,
        mapper ->
            kind == Kind.PUBLIC
                ? mapper.insertPublicKey(
                    projectId,
                    id,
                    text.getBytes(StandardCharsets.UTF_8),
                    now,
                    expiresAt.orElse(null))
                : mapper.insertSecretKey(
                    projectId, id, Secrets.hash(text), hint, now, expiresAt.orElse(null)));
    String label = kind == Kind.PUBLIC ? text : "sk_…" + hint;
    return new FreshKey(new Key(id, kind, label, now, expiresAt, Optional.empty()), text);
  }

  /**
   * The keys of a project, oldest first, revoked ones too.
   *
   * @throws AdministrationException if there is no such project
   */
  public List<Key> list(UUID projectId) {
    projects.require(projectId);
    return transactions.single(AdminMapper.class, mapper -> mapper.keys(projectId)).stream()
        .map(KeyService::key)
        .toList();
  }

  /**
   * Revokes a key: it opens nothing from the next request on.
   *
   * @throws AdministrationException if the project has no such key, or it is revoked already
   */
  public void revoke(UUID projectId, UUID keyId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int revoked =
        transactions.single(
            AdminMapper.class,
            mapper ->
                mapper.revokePublicKey(projectId, keyId, now)
                    + mapper.revokeSecretKey(projectId, keyId, now));
    if (revoked == 0) {
      throw new AdministrationException(
          "The project has no living key " + keyId + ". `keys list` shows those there are.");
    }
  }

  private static boolean isSensible(Duration lifetime) {
    return !lifetime.isNegative() && !lifetime.isZero() && lifetime.compareTo(LONGEST_LIFE) <= 0;
  }

  private static Key key(AdminMapper.KeyRow row) {
    return new Key(
        row.id(),
        Kind.valueOf(row.kind().toUpperCase(Locale.ROOT)),
        row.label(),
        row.createdAt(),
        Optional.ofNullable(row.expiresAt()),
        Optional.ofNullable(row.revokedAt()));
  }
}
