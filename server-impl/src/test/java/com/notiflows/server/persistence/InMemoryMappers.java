package com.notiflows.server.persistence;

import com.notiflows.server.encryption.MasterKeys;
import com.notiflows.server.encryption.ProjectCiphers;
import com.notiflows.server.encryption.WrappedKey;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Place;
import com.notiflows.server.tracing.Tracing;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.ibatis.exceptions.PersistenceException;
import org.jspecify.annotations.Nullable;

/** The server's tables as maps, behind the real transactions. Not thread-safe. */
public final class InMemoryMappers {

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<UUID, Long> revisions = new HashMap<>();
  private final Map<UUID, String> securityModes = new HashMap<>();
  private final Map<UUID, Integer> userKeyMaxAges = new HashMap<>();
  private final Map<String, PublicKeyMapper.Row> publicKeys = new HashMap<>();
  private final List<SecretKeyMapper.Row> secretKeys = new ArrayList<>();
  private final List<Instant> uses = new ArrayList<>();
  private final List<SigningKeyMapper.Row> signingKeys = new ArrayList<>();
  private final Map<UUID, Set<String>> origins = new HashMap<>();
  private final Map<UUID, ChannelRow> channels = new HashMap<>();
  private final Map<String, UserRow> users = new TreeMap<>();
  private final Map<Place, ChannelSettingsRow> settings = new TreeMap<>();
  private final List<EndpointRow> endpoints = new ArrayList<>();
  private final List<ChangeRow> changes = new ArrayList<>();
  private final Map<Hash, IdempotencyKeyMapper.Row> replies = new HashMap<>();
  private final Deque<SQLException> failures = new ArrayDeque<>();
  private final Deque<Runnable> races = new ArrayDeque<>();
  private int statements;

  /**
   * The project and the validity of a key.
   *
   * @param expiresAt null for never
   * @param revokedAt null while it is valid
   */
  public record KeyLife(UUID projectId, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {

    /** A key that neither expires nor is revoked. */
    public static KeyLife living(UUID projectId) {
      return new KeyLife(projectId, null, null);
    }
  }

  /** The real transactions, over these tables. */
  public Transactions transactions() {
    return new Transactions(
        new Sessions(
                Map.ofEntries(
                    Map.entry(ProjectMapper.class, new Projects()),
                    Map.entry(DataKeyMapper.class, new DataKeys()),
                    Map.entry(PublicKeyMapper.class, new PublicKeys()),
                    Map.entry(SecretKeyMapper.class, new SecretKeys()),
                    Map.entry(SigningKeyMapper.class, new SigningKeys()),
                    Map.entry(OriginMapper.class, new Origins()),
                    Map.entry(ChannelMapper.class, new Channels()),
                    Map.entry(UserMapper.class, new Users()),
                    Map.entry(ChannelSettingsMapper.class, new Settings()),
                    Map.entry(EndpointMapper.class, new Endpoints()),
                    Map.entry(IdempotencyKeyMapper.class, new Replies()),
                    Map.entry(ChangeMapper.class, new Changes()),
                    Map.entry(ChangeHeadMapper.class, new ChangeHeads())))
            .factory(),
        new ProjectCiphers(MasterKeys.NONE, System::nanoTime),
        Tracing.OFF,
        () -> {});
  }

  private InMemoryMappers revise(UUID projectId) {
    revisions.merge(projectId, 1L, Long::sum);
    return this;
  }

  /** Stores a public key. */
  public InMemoryMappers publicKey(String text, KeyLife key) {
    publicKeys.put(
        text,
        new PublicKeyMapper.Row(
            text.getBytes(StandardCharsets.UTF_8),
            UUID.randomUUID(),
            key.projectId(),
            CREATED,
            key.expiresAt(),
            key.revokedAt(),
            null));
    return revise(key.projectId());
  }

  /** Stores a secret key by its hash. */
  public InMemoryMappers secretKey(byte[] hash, KeyLife key) {
    secretKeys.add(
        new SecretKeyMapper.Row(
            key.projectId(),
            hash,
            UUID.randomUUID(),
            "hint",
            CREATED,
            key.expiresAt(),
            key.revokedAt(),
            null,
            null,
            null));
    return revise(key.projectId());
  }

  /** Stores the public half of a signing key. */
  public InMemoryMappers signingKey(SigningKeyMapper.Row row) {
    signingKeys.add(row);
    return revise(row.projectId());
  }

  /** Sets the security mode: {@code on} or {@code off}. */
  public InMemoryMappers securityMode(UUID projectId, String mode) {
    securityModes.put(projectId, mode);
    return revise(projectId);
  }

  /** Sets the maximum age of user keys. */
  public InMemoryMappers userKeyMaxAge(UUID projectId, int seconds) {
    userKeyMaxAges.put(projectId, seconds);
    return revise(projectId);
  }

  /** Allows an origin. */
  public InMemoryMappers origin(UUID projectId, String origin) {
    origins.computeIfAbsent(projectId, id -> new HashSet<>()).add(origin);
    return revise(projectId);
  }

  /** Stores a user. */
  public InMemoryMappers user(UUID projectId, String externalId, UUID id) {
    users.put(projectId + externalId, UserRow.fresh(projectId, id, externalId, CREATED));
    return this;
  }

  /** Stores a channel. */
  public InMemoryMappers channel(UUID projectId, UUID id, String provider) {
    channels.put(
        id,
        new ChannelRow(
            projectId, id, provider, provider, "type", provider, null, null, null, CREATED,
            CREATED));
    return revise(projectId);
  }

  /** Writes settings directly, as another node would. */
  public void store(UUID userId, UUID channelId, String text, Instant time) {
    settings.put(
        new Place(userId, channelId),
        new ChannelSettingsRow(userId, channelId, text, time, time, null));
  }

  /** All settings and identifiers, as text. */
  public List<String> stored() {
    List<String> stored = new ArrayList<>();
    settings.values().forEach(row -> stored.add(row.settings()));
    endpoints.forEach(row -> stored.add(row.identifier()));
    return stored;
  }

  /** The times of uses of secret keys, in the order in which they were stored. */
  public List<Instant> uses() {
    return List.copyOf(uses);
  }

  /** How many statements were run. */
  public int statements() {
    return statements;
  }

  /** Lets the next statement fail. Call it again for the following statement. */
  public InMemoryMappers failNext(SQLException failure) {
    failures.add(failure);
    return this;
  }

  /** Runs an action before the next write, to simulate a concurrent change. */
  public InMemoryMappers beforeNextWrite(Runnable race) {
    races.add(race);
    return this;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void runStatement() {
    statements++;
    SQLException failure = failures.poll();
    if (failure != null) {
      throw new PersistenceException("a secret value", failure);
    }
  }

  private void runWrite() {
    Runnable race = races.poll();
    if (race != null) {
      race.run();
    }
    runStatement();
  }

  private static UnsupportedOperationException notHere() {
    return new UnsupportedOperationException("Not in memory");
  }

  private final class Projects implements ProjectMapper {

    @Override
    public int insert(ProjectRow project) {
      throw notHere();
    }

    @Override
    public List<ProjectRow> list() {
      throw notHere();
    }

    @Override
    public @Nullable ProjectRow find(UUID id) {
      runStatement();
      Long revision = revisions.get(id);
      String mode = securityModes.getOrDefault(id, "on");
      return revision == null
          ? null
          : new ProjectRow(
              id, "World", mode, false, userKeyMaxAges.get(id), new byte[32], revision, CREATED);
    }

    @Override
    public List<RevisionRow> revisions(Collection<UUID> ids) {
      runStatement();
      return ids.stream()
          .filter(revisions::containsKey)
          .map(id -> new RevisionRow(id, revisions.getOrDefault(id, 0L)))
          .toList();
    }

    @Override
    public int revise(UUID id) {
      runStatement();
      InMemoryMappers.this.revise(id);
      return 1;
    }

    @Override
    public int setSecurityMode(UUID id, String securityMode) {
      throw notHere();
    }

    @Override
    public int setUserKeyMaxAge(UUID id, @Nullable Integer seconds) {
      throw notHere();
    }

    @Override
    public int setRequireIfMatch(UUID id, boolean required) {
      throw notHere();
    }
  }

  private final class DataKeys implements DataKeyMapper {

    @Override
    public List<DataKeyMapper.Row> list(UUID projectId) {
      runStatement();
      long revision = revisions.getOrDefault(projectId, 0L);
      return List.of(new DataKeyMapper.Row(revision, null, null, null, null, null));
    }

    @Override
    public int insert(UUID projectId, WrappedKey key) {
      throw notHere();
    }

    @Override
    public int retire(UUID projectId, Instant now) {
      throw notHere();
    }

    @Override
    public int rewrap(UUID projectId, WrappedKey key, String wrappedBy) {
      throw notHere();
    }

    @Override
    public int delete(UUID projectId, int id) {
      throw notHere();
    }
  }

  private final class PublicKeys implements PublicKeyMapper {

    @Override
    public int insert(PublicKeyMapper.Row row) {
      throw notHere();
    }

    @Override
    public PublicKeyMapper.@Nullable Row find(byte[] publicKey) {
      runStatement();
      return publicKeys.get(text(publicKey));
    }

    @Override
    public List<PublicKeyMapper.Row> list(UUID projectId) {
      runStatement();
      return publicKeys.values().stream().filter(r -> r.projectId().equals(projectId)).toList();
    }

    @Override
    public int revoke(UUID projectId, UUID id, Instant now) {
      throw notHere();
    }

    @Override
    public int expire(UUID projectId, UUID id, Instant end) {
      throw notHere();
    }
  }

  private final class SecretKeys implements SecretKeyMapper {

    @Override
    public int insert(SecretKeyMapper.Row row) {
      throw notHere();
    }

    @Override
    public List<SecretKeyMapper.Row> list(UUID projectId) {
      runStatement();
      return secretKeys.stream().filter(row -> row.projectId().equals(projectId)).toList();
    }

    @Override
    public int revoke(UUID projectId, UUID id, Instant now) {
      throw notHere();
    }

    @Override
    public int expire(UUID projectId, UUID id, Instant end) {
      throw notHere();
    }

    @Override
    public int use(UUID projectId, UUID id, Instant time) {
      runStatement();
      uses.add(time);
      return 1;
    }
  }

  private final class SigningKeys implements SigningKeyMapper {

    @Override
    public int insert(SigningKeyMapper.Row row) {
      runStatement();
      signingKeys.add(row);
      return 1;
    }

    @Override
    public List<SigningKeyMapper.Row> list(UUID projectId) {
      runStatement();
      return signingKeys.stream().filter(row -> row.projectId().equals(projectId)).toList();
    }

    @Override
    public int retire(UUID projectId, byte[] kid, Instant now) {
      throw notHere();
    }
  }

  private final class Origins implements OriginMapper {

    @Override
    public int insertAll(UUID projectId, List<byte[]> added, Instant now) {
      throw notHere();
    }

    @Override
    public int deleteAll(UUID projectId) {
      throw notHere();
    }

    @Override
    public List<byte[]> list(UUID projectId) {
      runStatement();
      return origins.getOrDefault(projectId, Set.of()).stream()
          .map(origin -> origin.getBytes(StandardCharsets.UTF_8))
          .toList();
    }

    @Override
    public boolean isKnown(byte[] origin) {
      runStatement();
      return origins.values().stream().anyMatch(known -> known.contains(text(origin)));
    }
  }

  private final class Channels implements ChannelMapper {

    @Override
    public int insert(ChannelRow channel) {
      throw notHere();
    }

    @Override
    public int setTokenCap(
        UUID projectId, String handle, @Nullable Integer cap, String overflow, Instant now) {
      throw notHere();
    }

    @Override
    public List<ChannelRow> list(UUID projectId) {
      runStatement();
      return channels.values().stream().filter(row -> row.projectId().equals(projectId)).toList();
    }

    @Override
    public List<ChannelRow> find(UUID projectId, Collection<UUID> ids) {
      return list(projectId).stream().filter(row -> ids.contains(row.id())).toList();
    }
  }

  private final class Users implements UserMapper {

    @Override
    public List<UUID> existing(UUID projectId, Collection<UUID> ids) {
      return users.values().stream().map(UserRow::id).filter(ids::contains).toList();
    }

    @Override
    public List<UserRow> find(
        UUID projectId, Collection<byte[]> externalIds, ChannelSettingsMapper.Lock lock) {
      runStatement();
      List<UserRow> found = new ArrayList<>();
      for (byte[] externalId : externalIds) {
        UserRow row = users.get(projectId + text(externalId));
        if (row != null) {
          found.add(row);
        }
      }
      return found;
    }

    @Override
    public List<IdsRow> lock(
        UUID projectId, Collection<UUID> ids, ChannelSettingsMapper.Lock lock) {
      runStatement();
      return users.values().stream()
          .filter(row -> row.projectId().equals(projectId) && ids.contains(row.id()))
          .map(row -> new IdsRow(row.id(), row.externalId()))
          .toList();
    }

    @Override
    public int insert(Collection<UserRow> rows) {
      runWrite();
      rows.forEach(row -> users.put(row.projectId() + text(row.externalId()), row));
      return rows.size();
    }

    @Override
    public int update(UserRow user) {
      runWrite();
      users.put(user.projectId() + text(user.externalId()), user);
      return 1;
    }

    @Override
    public int delete(UUID projectId, Collection<UUID> ids) {
      runWrite();
      users.values().removeIf(row -> ids.contains(row.id()));
      settings.keySet().removeIf(place -> ids.contains(place.userId()));
      endpoints.removeIf(row -> ids.contains(row.userId()));
      return ids.size();
    }

    @Override
    public List<UserRow> older(Range range) {
      throw notHere();
    }

    @Override
    public List<UserRow> newer(Range range) {
      throw notHere();
    }
  }

  private final class Settings implements ChannelSettingsMapper {

    @Override
    public List<PlaceRow> placesOf(
        UUID projectId, UUID channelId, List<byte[]> externalIds, Lock lock) {
      runStatement();
      List<PlaceRow> rows = new ArrayList<>();
      for (String externalId :
          externalIds.stream().map(InMemoryMappers::text).distinct().toList()) {
        UserRow user = users.get(projectId + externalId);
        if (user != null) {
          rows.addAll(rows(user.id(), user.externalId(), channelId));
        }
      }
      return rows;
    }

    @Override
    public List<PlaceRow> placesOfUsers(
        UUID projectId,
        Collection<UUID> userIds,
        @Nullable Collection<UUID> channelIds,
        Lock lock) {
      runStatement();
      List<PlaceRow> rows = new ArrayList<>();
      for (Place place : settings.keySet()) {
        if (userIds.contains(place.userId())
            && (channelIds == null || channelIds.contains(place.channelId()))) {
          rows.addAll(rows(place.userId(), null, place.channelId()));
        }
      }
      return rows;
    }

    private List<PlaceRow> rows(UUID userId, byte @Nullable [] externalId, UUID channelId) {
      ChannelSettingsRow stored = settings.get(new Place(userId, channelId));
      List<EndpointRow> own =
          endpoints.stream()
              .filter(e -> e.userId().equals(userId) && e.channelId().equals(channelId))
              .toList();
      return own.isEmpty()
          ? List.of(row(userId, externalId, channelId, stored, null))
          : own.stream().map(e -> row(userId, externalId, channelId, stored, e)).toList();
    }

    private PlaceRow row(
        UUID userId,
        byte @Nullable [] externalId,
        UUID channelId,
        @Nullable ChannelSettingsRow stored,
        @Nullable EndpointRow own) {
      return new PlaceRow(
          userId,
          externalId,
          channelId,
          stored == null ? null : stored.settings(),
          stored == null ? null : stored.createdAt(),
          stored == null ? null : stored.updatedAt(),
          own == null ? null : own.identifierHash(),
          own == null ? null : own.holder(),
          own == null ? null : own.identifier(),
          own == null ? null : own.position(),
          own == null ? null : own.firstSeenAt(),
          own == null ? null : own.lastSeenAt(),
          own == null ? null : own.id(),
          own == null ? null : own.name(),
          own == null ? null : own.settings(),
          own == null ? null : own.updatedAt(),
          own == null ? null : own.installationHash(),
          own == null ? null : own.facts(),
          own == null ? null : own.retiredAt(),
          own == null ? null : own.retiredReason(),
          stored == null ? null : stored.keyId(),
          own == null ? null : own.keyId());
    }

    @Override
    public List<ExportRow> page(UUID projectId, @Nullable Place after, int limit) {
      throw notHere();
    }

    @Override
    public int insert(UUID projectId, List<ChannelSettingsRow> rows) {
      for (ChannelSettingsRow row : rows) {
        if (settings.containsKey(new Place(row.userId(), row.channelId()))) {
          throw new IllegalStateException("There are settings already");
        }
      }
      return update(projectId, rows);
    }

    @Override
    public int update(UUID projectId, List<ChannelSettingsRow> rows) {
      runWrite();
      rows.forEach(row -> settings.put(new Place(row.userId(), row.channelId()), row));
      return rows.size();
    }

    @Override
    public int delete(UUID projectId, List<Place> places) {
      runWrite();
      places.forEach(settings::remove);
      endpoints.removeIf(row -> places.contains(new Place(row.userId(), row.channelId())));
      return places.size();
    }
  }

  private final class Endpoints implements EndpointMapper {

    @Override
    public List<OwnerRow> owners(UUID projectId, UUID channelId, List<Hash> hashes) {
      runStatement();
      return endpoints.stream()
          .filter(r -> r.channelId().equals(channelId) && hashes.contains(r.identifierHash()))
          .map(row -> new OwnerRow(row.userId(), row.identifierHash()))
          .toList();
    }

    @Override
    public List<NamedOwnerRow> liveOwners(UUID projectId, UUID channelId, Hash hash, int limit) {
      throw notHere();
    }

    @Override
    public List<UnseenRow> unseen(UUID projectId, Instant until, int limit) {
      throw notHere();
    }

    @Override
    public int insert(UUID projectId, List<EndpointRow> rows) {
      runWrite();
      for (EndpointRow row : rows) {
        boolean isOwned =
            endpoints.stream()
                .anyMatch(
                    other ->
                        other.channelId().equals(row.channelId())
                            && other.identifierHash().equals(row.identifierHash())
                            && other.holder().equals(row.holder()));
        if (isOwned) {
          throw new PersistenceException(new SQLException("a secret value", "23000", 1062));
        }
        endpoints.add(row);
      }
      return rows.size();
    }

    @Override
    public int delete(UUID projectId, List<EndpointRow> rows) {
      runWrite();
      rows.forEach(row -> endpoints.removeIf(known -> isSame(known, row)));
      return rows.size();
    }

    @Override
    public int touch(UUID projectId, List<EndpointRow> rows, Instant now) {
      runWrite();
      for (EndpointRow row : rows) {
        endpoints.replaceAll(known -> isSame(known, row) ? row : known);
      }
      return rows.size();
    }

    private boolean isSame(EndpointRow one, EndpointRow other) {
      return one.userId().equals(other.userId())
          && one.channelId().equals(other.channelId())
          && one.identifierHash().equals(other.identifierHash());
    }

    @Override
    public int forget(UUID projectId, Instant until, int limit) {
      throw notHere();
    }
  }

  private final class Replies implements IdempotencyKeyMapper {

    @Override
    public List<IdempotencyKeyMapper.Row> find(UUID projectId, List<Hash> scopeHashes) {
      runStatement();
      List<IdempotencyKeyMapper.Row> found = new ArrayList<>();
      for (Hash scope : new HashSet<>(scopeHashes)) {
        IdempotencyKeyMapper.Row row = replies.get(scope);
        if (row != null) {
          found.add(row);
        }
      }
      return found;
    }

    @Override
    public int insert(UUID projectId, List<IdempotencyKeyMapper.Row> rows) {
      runWrite();
      rows.forEach(row -> replies.put(row.scopeHash(), row));
      return rows.size();
    }

    @Override
    public int delete(UUID projectId, Collection<Hash> scopeHashes) {
      runWrite();
      scopeHashes.forEach(replies::remove);
      return scopeHashes.size();
    }

    @Override
    public int insertUsers(UUID projectId, Hash scopeHash, List<UUID> userIds) {
      throw notHere();
    }

    @Override
    public int deleteOfUsers(UUID projectId, Collection<UUID> userIds) {
      return 0;
    }

    @Override
    public int deleteOld(UUID projectId, Instant until, int limit) {
      throw notHere();
    }
  }

  /** The stored changes. */
  public List<ChangeRow> changes() {
    return List.copyOf(changes);
  }

  private final class Changes implements ChangeMapper {

    @Override
    public int insert(UUID projectId, Collection<ChangeRow> rows) {
      runStatement();
      changes.addAll(rows);
      return rows.size();
    }

    @Override
    public List<ChangeRow> after(UUID projectId, long position, int limit) {
      return changes.stream().filter(row -> row.position() > position).limit(limit).toList();
    }

    @Override
    public int removeDetails(UUID projectId, Collection<UUID> ids) {
      runStatement();
      changes.replaceAll(row -> ids.contains(row.userId()) ? row.withoutDetails() : row);
      return changes.size();
    }

    @Override
    public int deleteUntil(UUID projectId, long position) {
      throw new UnsupportedOperationException();
    }
  }

  private final class ChangeHeads implements ChangeHeadMapper {

    private final Hash start = Hash.of(new byte[32]);

    @Override
    public Head find(UUID projectId) {
      if (changes.isEmpty()) {
        return new Head(0, start, 0, start);
      }
      ChangeRow last = changes.get(changes.size() - 1);
      return new Head(last.position(), last.hash(), 0, start);
    }

    @Override
    public Head lock(UUID projectId) {
      runStatement();
      return find(projectId);
    }

    @Override
    public int insert(UUID projectId, Hash hash) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int advance(
        UUID projectId, long knownPosition, Hash knownHash, long position, Hash hash) {
      runStatement();
      Head head = find(projectId);
      return head.position() == knownPosition && head.hash().equals(knownHash) ? 1 : 0;
    }

    @Override
    public int remove(UUID projectId, long position, Hash hash) {
      throw new UnsupportedOperationException();
    }
  }
}
