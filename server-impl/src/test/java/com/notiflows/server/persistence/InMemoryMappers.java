package com.notiflows.server.persistence;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.ibatis.exceptions.PersistenceException;
import org.jspecify.annotations.Nullable;

/** Projects, keys, users, channels and settings in maps, behind the real transactions. */
public final class InMemoryMappers {

  private final Map<String, KeyLife> publicKeys = new HashMap<>();
  private final Map<String, KeyLife> secretKeys = new HashMap<>();
  private final Map<String, SigningKeyMapper.Row> signingKeys = new LinkedHashMap<>();
  private final Map<UUID, String> securityModes = new HashMap<>();
  private final Map<UUID, Integer> userKeyMaxAges = new HashMap<>();
  private final Set<String> origins = new HashSet<>();
  private final Map<String, UUID> users = new HashMap<>();
  private final Map<String, String> channels = new HashMap<>();
  private final Map<String, Stored> settings = new HashMap<>();
  private final List<DeviceTokenRow> tokens = new ArrayList<>();
  private final Deque<SQLException> failures = new ArrayDeque<>();
  private final Deque<Runnable> races = new ArrayDeque<>();
  private int statements;

  /**
   * When a key ends.
   *
   * @param expiresAt null for never
   * @param revokedAt null if it lives
   */
  public record KeyLife(UUID projectId, @Nullable Instant expiresAt, @Nullable Instant revokedAt) {

    /** A key that never ends. */
    public static KeyLife living(UUID projectId) {
      return new KeyLife(projectId, null, null);
    }
  }

  private record Stored(String settings, Instant createdAt, Instant updatedAt) {}

  /** The real transactions, over these maps. */
  public Transactions transactions() {
    Map<Class<?>, Object> mappers =
        Map.of(
            AccessMapper.class,
            new Look(),
            ChannelSettingsMapper.class,
            new Write(),
            DeviceTokenMapper.class,
            new Tokens(),
            SigningKeyMapper.class,
            new SigningKeys());
    return new Transactions(new Sessions(mappers).factory());
  }

  /** Keeps a public key. */
  public InMemoryMappers publicKey(String text, KeyLife key) {
    publicKeys.put(text, key);
    return this;
  }

  /** Keeps a secret key, by its hash. */
  public InMemoryMappers secretKey(byte[] hash, KeyLife key) {
    secretKeys.put(key.projectId() + hex(hash), key);
    return this;
  }

  /** Keeps the public half of a signing key. */
  public InMemoryMappers signingKey(SigningKeyMapper.Row row) {
    signingKeys.put(row.projectId() + text(row.kid()), row);
    return this;
  }

  /** Sets whether users are taken at their word: {@code on} or {@code off}. */
  public InMemoryMappers securityMode(UUID projectId, String mode) {
    securityModes.put(projectId, mode);
    return this;
  }

  /** Sets how long user keys work after they were issued. */
  public InMemoryMappers userKeyMaxAge(UUID projectId, int seconds) {
    userKeyMaxAges.put(projectId, seconds);
    return this;
  }

  /** Allows an origin. */
  public InMemoryMappers origin(UUID projectId, String origin) {
    origins.add(projectId + origin);
    return this;
  }

  /** Keeps a user. */
  public InMemoryMappers user(UUID projectId, String externalId, UUID id) {
    users.put(projectId + externalId, id);
    return this;
  }

  /** Keeps a channel. */
  public InMemoryMappers channel(UUID projectId, UUID id, String provider) {
    channels.put(projectId + " " + id, provider);
    return this;
  }

  /** Removes a channel with all settings on it. */
  public void dropChannel(UUID projectId, UUID id) {
    channels.remove(projectId + " " + id);
    settings.keySet().removeIf(key -> key.startsWith(projectId + "") && key.endsWith(id + ""));
  }

  /** Removes a user with all settings of it. */
  public void dropUser(UUID projectId, String externalId) {
    UUID id = users.remove(projectId + externalId);
    settings.keySet().removeIf(key -> key.contains(" " + id + " "));
  }

  /** Writes settings beside the server, as another node would. */
  public void store(UUID projectId, UUID userId, UUID channelId, String text, Instant time) {
    settings.put(key(projectId, userId, channelId), new Stored(text, time, time));
  }

  /** Removes settings beside the server, as another node would. */
  public void remove(UUID projectId, UUID userId, UUID channelId) {
    settings.remove(key(projectId, userId, channelId));
  }

  /** All settings, as text. */
  public List<String> stored() {
    return settings.values().stream().map(Stored::settings).toList();
  }

  /** How many statements were run. */
  public int statements() {
    return statements;
  }

  /** Lets the next statement fail; the one after it too, if this is called twice. */
  public InMemoryMappers failNext(SQLException failure) {
    failures.add(failure);
    return this;
  }

  /** Lets somebody else be quicker than the next write. */
  public InMemoryMappers beforeNextWrite(Runnable race) {
    races.add(race);
    return this;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String key(UUID projectId, UUID userId, UUID channelId) {
    return projectId + " " + userId + " " + channelId;
  }

  private void runStatement() {
    statements++;
    SQLException failure = failures.poll();
    if (failure != null) {
      throw new PersistenceException("a secret value", failure);
    }
  }

  private final class Look implements AccessMapper {

    @Override
    public @Nullable AccessRow findBySecretKey(AccessQuery query) {
      return find(query);
    }

    @Override
    public @Nullable AccessRow findByUserKey(AccessQuery query) {
      return find(query);
    }

    private @Nullable AccessRow find(AccessQuery query) {
      runStatement();
      KeyLife key = publicKeys.get(text(query.publicKey()));
      if (key == null) {
        return null;
      }
      UUID project = key.projectId();
      byte[] secretHash = query.secretHash();
      KeyLife secret = secretHash == null ? null : secretKeys.get(project + hex(secretHash));
      byte[] kid = query.kid();
      SigningKeyMapper.Row signer = kid == null ? null : signingKeys.get(project + text(kid));
      byte[] origin = query.origin();
      byte[] externalId = query.externalId();
      UUID user = externalId == null ? null : users.get(project + text(externalId));
      UUID asked = query.channelId();
      String provider = asked == null ? null : channels.get(project + " " + asked);
      UUID channel = provider == null ? null : asked;
      Stored stored =
          user == null || channel == null ? null : settings.get(key(project, user, channel));
      return new AccessRow(
          project,
          key.expiresAt(),
          key.revokedAt(),
          secret == null ? null : secretHash,
          secret == null ? null : secret.expiresAt(),
          secret == null ? null : secret.revokedAt(),
          securityModes.getOrDefault(project, "on"),
          userKeyMaxAges.get(project),
          false,
          new byte[32],
          signer == null ? null : signer.publicKey(),
          signer == null ? null : signer.retiredAt(),
          origin != null && origins.contains(project + text(origin)),
          user,
          channel,
          provider,
          null,
          null,
          null,
          stored == null ? null : stored.settings(),
          stored == null ? null : stored.createdAt(),
          stored == null ? null : stored.updatedAt());
    }
  }

  private final class SigningKeys implements SigningKeyMapper {

    @Override
    public int insert(Row row) {
      runStatement();
      signingKeys.put(row.projectId() + text(row.kid()), row);
      return 1;
    }

    @Override
    public List<Row> list(UUID projectId) {
      runStatement();
      return signingKeys.values().stream()
          .filter(row -> row.projectId().equals(projectId))
          .toList();
    }

    @Override
    public int retire(UUID projectId, byte[] kid, Instant now) {
      runStatement();
      Row row = signingKeys.get(projectId + text(kid));
      if (row == null || row.retiredAt() != null) {
        return 0;
      }
      signingKeys.put(
          projectId + text(kid), new Row(projectId, kid, row.publicKey(), row.createdAt(), now));
      return 1;
    }
  }

  private static SQLException duplicate() {
    return new SQLException("a secret value", "23000", 1062);
  }

  private final class Write implements ChannelSettingsMapper {

    @Override
    public List<StoredRow> lock(UUID projectId, Collection<Place> places) {
      race();
      runStatement();
      List<StoredRow> rows = new ArrayList<>();
      for (Place place : places) {
        UUID userId = place.userId();
        UUID channelId = place.channelId();
        Stored found = settings.get(key(projectId, userId, channelId));
        if (found != null) {
          rows.add(
              new StoredRow(
                  userId, channelId, found.settings(), found.createdAt(), found.updatedAt()));
        }
      }
      return rows;
    }

    @Override
    public int insert(List<ChannelSettingsRow> rows) {
      race();
      runStatement();
      for (ChannelSettingsRow row : rows) {
        boolean hasParents =
            users.containsValue(row.userId())
                && channels.containsKey(row.projectId() + " " + row.channelId());
        if (!hasParents) {
          throw new PersistenceException(new SQLException("a secret value", "23000", 1452));
        }
        Stored made = new Stored(row.settings(), row.now(), row.now());
        if (settings.putIfAbsent(keyOf(row), made) != null) {
          throw new PersistenceException(duplicate());
        }
      }
      return rows.size();
    }

    @Override
    public int replace(UUID projectId, Instant now, List<ChannelSettingsRow> rows) {
      runStatement();
      for (ChannelSettingsRow row : rows) {
        settings.computeIfPresent(
            keyOf(row), (key, before) -> new Stored(row.settings(), before.createdAt(), row.now()));
      }
      return 2 * rows.size();
    }

    @Override
    public int compareAndSet(ChannelSettingsRow row, String knownSettings, Instant knownCreatedAt) {
      race();
      runStatement();
      Stored before = settings.get(keyOf(row));
      if (before == null
          || !before.settings().equals(knownSettings)
          || !before.createdAt().equals(knownCreatedAt)) {
        return 0;
      }
      settings.put(keyOf(row), new Stored(row.settings(), before.createdAt(), row.now()));
      return 1;
    }

    @Override
    public int deleteAll(UUID projectId, List<Place> places) {
      throw new UnsupportedOperationException("Settings go one by one here");
    }

    @Override
    public int delete(UUID projectId, UUID userId, UUID channelId) {
      race();
      runStatement();
      tokens.removeIf(t -> t.userId().equals(userId) && t.channelId().equals(channelId));
      return settings.remove(key(projectId, userId, channelId)) == null ? 0 : 1;
    }

    private void race() {
      Runnable race = races.poll();
      if (race != null) {
        race.run();
      }
    }

    private static String keyOf(ChannelSettingsRow row) {
      return key(row.projectId(), row.userId(), row.channelId());
    }
  }

  private final class Tokens implements DeviceTokenMapper {

    /** Nothing is in quarantine here. */
    @Override
    public int endQuarantine(UUID projectId, List<DeviceTokenRow> rows) {
      runStatement();
      return 0;
    }

    @Override
    public int insert(List<DeviceTokenRow> rows) {
      runStatement();
      for (DeviceTokenRow row : rows) {
        boolean isHeld =
            tokens.stream()
                .anyMatch(
                    t ->
                        isOf(t, row.channelId(), row.tokenHash())
                            && t.holder().equals(row.holder()));
        if (isHeld) {
          throw new PersistenceException(duplicate());
        }
        tokens.add(row);
      }
      return rows.size();
    }

    @Override
    public int delete(UUID projectId, List<DeviceTokenRow> rows) {
      runStatement();
      for (DeviceTokenRow row : rows) {
        tokens.removeIf(
            t -> isOf(t, row.channelId(), row.tokenHash()) && t.userId().equals(row.userId()));
      }
      return rows.size();
    }

    @Override
    public int see(UUID projectId, List<DeviceTokenRow> rows, Instant now) {
      runStatement();
      return (int)
          rows.stream()
              .filter(
                  row ->
                      tokens.stream()
                          .anyMatch(
                              t ->
                                  isOf(t, row.channelId(), row.tokenHash())
                                      && t.userId().equals(row.userId())))
              .count();
    }

    @Override
    public int forget(UUID projectId, UUID userId, UUID channelId) {
      throw new UnsupportedOperationException("All settings can be read here");
    }

    @Override
    public int describe(DeviceTokenRow row) {
      throw new UnsupportedOperationException("Nothing is known of devices here");
    }

    @Override
    public List<DeviceRow> devices(UUID projectId, UUID userId, UUID channelId) {
      runStatement();
      return tokens.stream()
          .filter(t -> t.userId().equals(userId) && t.channelId().equals(channelId))
          .map(t -> new DeviceRow(t.tokenHash(), null, null, t.seenAt(), t.seenAt()))
          .toList();
    }

    @Override
    public List<UUID> holders(UUID projectId, UUID channelId, Collection<byte[]> hashes) {
      runStatement();
      return tokens.stream()
          .filter(t -> hashes.stream().anyMatch(hash -> isOf(t, channelId, hash)))
          .map(DeviceTokenRow::userId)
          .distinct()
          .toList();
    }

    @Override
    public List<OwnerRow> owners(UUID projectId, UUID channelId, byte[] hash, int limit) {
      throw new UnsupportedOperationException("Users have no external ids to read here");
    }

    @Override
    public KeyRow key(UUID projectId) {
      return new KeyRow(new byte[32]);
    }

    @Override
    public int setKey(UUID projectId, byte[] tokenKey) {
      throw new UnsupportedOperationException("Every project has a key here");
    }

    private boolean isOf(DeviceTokenRow row, UUID channelId, byte[] hash) {
      return row.channelId().equals(channelId) && Arrays.equals(row.tokenHash(), hash);
    }
  }
}
