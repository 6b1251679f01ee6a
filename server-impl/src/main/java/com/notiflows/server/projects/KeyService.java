package com.notiflows.server.projects;

import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.PublicKeyMapper;
import com.notiflows.server.persistence.SecretKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of projects, for administrators. */
public final class KeyService {

  private static final String SECRET_LABEL = "sk_…";
  private static final int HINT_LENGTH = 4;
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
    PUBLIC,
    /** Authenticates a backend of the project. */
    SECRET;

    /** The kind as it is printed, such as {@code public}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A key without secrets.
   *
   * @param label a public key, or the last characters of a secret key
   * @param scopes the scopes of a secret key; empty if it has all, and for public keys
   */
  public record Key(
      UUID id,
      Kind kind,
      String label,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<Set<String>> scopes) {

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
   * @param lifetime its lifetime; empty for unlimited
   * @param scopes the scopes of a secret key; none for all
   * @throws AdministrationException if there is no such project, if the lifetime is out of range,
   *     or if there are no such scopes
   */
  public FreshKey create(
      UUID projectId, Kind kind, Optional<Duration> lifetime, Set<String> scopes) {
    requireScopes(kind, scopes);
    if (lifetime.isPresent() && !isSensible(lifetime.get())) {
      throw new AdministrationException(
          "The lifetime must be positive and at most " + LONGEST_LIFE.toDays() + " days.");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Optional<Instant> expiresAt = lifetime.map(now::plus);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String text = kind == Kind.PUBLIC ? Secrets.newPublicKey() : Secrets.newSecretKey();
    String hint = text.substring(text.length() - HINT_LENGTH);
    Instant end = expiresAt.orElse(null);
    projects.change(
        projectId,
        mappers ->
            kind == Kind.PUBLIC
                ? mappers
                    .get(PublicKeyMapper.class)
                    .insert(new PublicKeyMapper.Row(bytes(text), id, projectId, now, end, null))
                : mappers
                    .get(SecretKeyMapper.class)
                    .insert(
                        new SecretKeyMapper.Row(
                            projectId,
                            Secrets.hash(text),
                            id,
                            hint,
                            now,
                            end,
                            null,
                            Scopes.format(scopes))));
    String label = kind == Kind.PUBLIC ? text : SECRET_LABEL + hint;
    Optional<Set<String>> granted = Scopes.parse(Scopes.format(scopes));
    return new FreshKey(new Key(id, kind, label, now, expiresAt, Optional.empty(), granted), text);
  }

  /**
   * The keys of a project including revoked ones, oldest first.
   *
   * @throws AdministrationException if there is no such project
   */
  public List<Key> list(UUID projectId) {
    projects.require(projectId);
    Stream<Key> publicKeys =
        transactions.single(PublicKeyMapper.class, mapper -> mapper.list(projectId)).stream()
            .map(KeyService::key);
    Stream<Key> secretKeys =
        transactions.single(SecretKeyMapper.class, mapper -> mapper.list(projectId)).stream()
            .map(KeyService::key);
    return Stream.concat(publicKeys, secretKeys).sorted(Comparator.comparing(Key::id)).toList();
  }

  /**
   * Revokes a key. It is rejected from the next request on.
   *
   * @throws AdministrationException if the project has no such key, or if it is already revoked
   */
  public void revoke(UUID projectId, UUID keyId) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int revoked =
        projects.change(
            projectId,
            mappers ->
                mappers.get(PublicKeyMapper.class).revoke(projectId, keyId, now)
                    + mappers.get(SecretKeyMapper.class).revoke(projectId, keyId, now));
    if (revoked == 0) {
      throw new AdministrationException(
          "The project has no key " + keyId + " that is not revoked. `keys list` lists all keys.");
    }
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

  private static boolean isSensible(Duration lifetime) {
    return !lifetime.isNegative() && !lifetime.isZero() && lifetime.compareTo(LONGEST_LIFE) <= 0;
  }

  private static Key key(PublicKeyMapper.Row row) {
    String label = new String(row.publicKey(), StandardCharsets.UTF_8);
    return key(
        row.id(), Kind.PUBLIC, label, row.createdAt(), row.expiresAt(), row.revokedAt(), null);
  }

  private static Key key(SecretKeyMapper.Row row) {
    String label = SECRET_LABEL + row.hint();
    return key(
        row.id(),
        Kind.SECRET,
        label,
        row.createdAt(),
        row.expiresAt(),
        row.revokedAt(),
        row.scopes());
  }

  private static Key key(
      UUID id,
      Kind kind,
      String label,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable String scopes) {
    return new Key(
        id,
        kind,
        label,
        createdAt,
        Optional.ofNullable(expiresAt),
        Optional.ofNullable(revokedAt),
        Scopes.parse(scopes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
