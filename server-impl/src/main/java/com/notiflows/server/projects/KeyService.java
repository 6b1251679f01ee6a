package com.notiflows.server.projects;

import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The keys of projects, for administrators. */
public final class KeyService {

  private static final Duration LONGEST_LIFE = Duration.ofDays(36_500);

  private final ProjectService projects;
  private final Transactions transactions;
  private final Clock clock;
  private final NavigableSet<String> knownScopes;

  /**
   * Uses the clock for times of creation and expiry.
   *
   * @param knownScopes the scopes that keys can have
   */
  public KeyService(
      ProjectService projects, Transactions transactions, Clock clock, Set<String> knownScopes) {
    this.knownScopes = new TreeSet<>(knownScopes);
    this.projects = projects;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The two kinds of keys. */
  public enum Kind {
    /** Identifies the project; not secret. */
    PUBLIC("pk_", 16),
    /** Authenticates a backend of the project. */
    SECRET("sk_", 32);

    private final String prefix;
    private final int randomBytes;

    Kind(String prefix, int randomBytes) {
      this.prefix = prefix;
      this.randomBytes = randomBytes;
    }

    /** The kind as it is printed, such as {@code public}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What keys of the kind start with. */
    String prefix() {
      return prefix;
    }

    int randomBytes() {
      return randomBytes;
    }
  }

  /**
   * A key without secrets.
   *
   * @param label for people
   * @param shown a public key, or the last characters of a secret key
   * @param scopes the scopes of a secret key; empty if it has all, and for public keys
   * @param lastUsedAt when a secret key was last used; the last use can be up to an hour later
   */
  public record Key(
      UUID id,
      Kind kind,
      Optional<String> label,
      String shown,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<Set<String>> scopes,
      Optional<Instant> lastUsedAt) {

    /** Copies the set. */
    public Key {
      scopes = scopes.map(Set::copyOf);
    }
  }

  /**
   * A new key.
   *
   * @param text the key; a secret key is only available here
   */
  public record FreshKey(Key key, String text) {

    /** Omits the key because it may be secret. */
    @Override
    public String toString() {
      return "FreshKey[" + key.id() + "]";
    }
  }

  /**
   * Creates a key.
   *
   * @throws AdministrationException if there is no such project, if the label or the lifetime is
   *     out of range, or if there are no such scopes
   */
  public FreshKey create(UUID projectId, NewKey wanted) {
    wanted.label().ifPresent(label -> Names.require("label", label));
    wanted.lifetime().ifPresent(lifetime -> requireSensible("lifetime", lifetime));
    requireScopes(wanted.kind(), wanted.scopes());
    FreshKey fresh = fresh(wanted, now());
    return projects.change(
        projectId,
        mappers -> {
          new KeyRows(projectId, mappers).insert(fresh);
          return fresh;
        });
  }

  /**
   * Creates a successor with the kind, label and scopes of a key, and ends that key, in one
   * transaction.
   *
   * @param overlap how long the old key remains valid, but not longer than without the rotation;
   *     empty revokes it
   * @param lifetime of the successor; empty for that of the old key
   * @throws AdministrationException if the project has no such key, if the key is revoked or
   *     expired, or if a duration is out of range
   */
  public FreshKey rotate(
      UUID projectId, UUID keyId, Optional<Duration> overlap, Optional<Duration> lifetime) {
    overlap.ifPresent(time -> requireSensible("overlap", time));
    lifetime.ifPresent(time -> requireSensible("lifetime", time));
    return projects.change(
        projectId,
        mappers -> {
          Instant now = now();
          KeyRows rows = new KeyRows(projectId, mappers);
          Key old = rows.find(keyId).orElseThrow(() -> noSuchKey(keyId, ""));
          requireValid(old, now);
          FreshKey fresh = fresh(successor(old, lifetime), now);
          rows.insert(fresh);
          if (overlap.isPresent()) {
            rows.expire(keyId, earlier(old.expiresAt(), now.plus(overlap.get())));
          } else {
            rows.revoke(keyId, now);
          }
          return fresh;
        });
  }

  private static NewKey successor(Key old, Optional<Duration> lifetime) {
    Optional<Duration> same = old.expiresAt().map(end -> Duration.between(old.createdAt(), end));
    return new NewKey(
        old.kind(), old.label(), lifetime.or(() -> same), old.scopes().orElse(Set.of()));
  }

  private static void requireValid(Key key, Instant now) {
    boolean isRevoked = key.revokedAt().isPresent();
    if (isRevoked || key.expiresAt().filter(end -> !now.isBefore(end)).isPresent()) {
      throw new AdministrationException(
          "The key %s %s, so it can't be rotated. Create another key with `keys create`."
              .formatted(key.id(), isRevoked ? "is revoked" : "has expired"));
    }
  }

  private static Instant earlier(Optional<Instant> first, Instant second) {
    return first.filter(time -> time.isBefore(second)).orElse(second);
  }

  private static FreshKey fresh(NewKey wanted, Instant now) {
    String text = KeyFormat.newKey(wanted.kind());
    Key key =
        new Key(
            UuidCreator.getTimeOrderedEpoch(),
            wanted.kind(),
            wanted.label(),
            KeyRows.shown(wanted.kind(), text),
            now,
            wanted.lifetime().map(now::plus),
            Optional.empty(),
            Optional.of(wanted.scopes()).filter(scopes -> !scopes.isEmpty()),
            Optional.empty());
    return new FreshKey(key, text);
  }

  /**
   * The keys of a project including revoked ones, oldest first.
   *
   * @throws AdministrationException if there is no such project
   */
  public List<Key> list(UUID projectId) {
    projects.require(projectId);
    return transactions.inTransaction(mappers -> new KeyRows(projectId, mappers).list());
  }

  /**
   * Revokes a key. It is rejected from the next request on.
   *
   * @throws AdministrationException if the project has no such key, or if it is already revoked
   */
  public void revoke(UUID projectId, UUID keyId) {
    boolean isRevoked =
        projects.change(projectId, mappers -> new KeyRows(projectId, mappers).revoke(keyId, now()));
    if (!isRevoked) {
      throw noSuchKey(keyId, " that is not revoked");
    }
  }

  private static AdministrationException noSuchKey(UUID keyId, String which) {
    return new AdministrationException(
        "The project has no key " + keyId + which + ". `keys list` lists all keys.");
  }

  private void requireScopes(Kind kind, Set<String> scopes) {
    if (kind == Kind.PUBLIC && !scopes.isEmpty()) {
      throw new AdministrationException(
          "Only secret keys have scopes. Create a secret key, or name no scopes.");
    }
    for (String scope : scopes) {
      if (!knownScopes.contains(scope)) {
        throw new AdministrationException(
            "There is no such scope. The scopes are " + String.join(", ", knownScopes) + ".");
      }
    }
  }

  private static void requireSensible(String what, Duration time) {
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST_LIFE) > 0) {
      throw new AdministrationException(
          "The %s must be positive and at most %d days.".formatted(what, LONGEST_LIFE.toDays()));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
