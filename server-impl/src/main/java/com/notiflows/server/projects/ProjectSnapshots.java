package com.notiflows.server.projects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.lanes.GroupedCalls;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChannelMapper;
import com.notiflows.server.persistence.ChannelRow;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.DataKeyMapper;
import com.notiflows.server.persistence.OriginMapper;
import com.notiflows.server.persistence.ProjectMapper;
import com.notiflows.server.persistence.ProjectMapper.ProjectRow;
import com.notiflows.server.persistence.ProjectMapper.RevisionRow;
import com.notiflows.server.persistence.PublicKeyMapper;
import com.notiflows.server.persistence.SecretKeyMapper;
import com.notiflows.server.persistence.SigningKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.projects.ProjectSnapshot.SecretKey;
import com.notiflows.server.projects.ProjectSnapshot.SigningKey;
import com.notiflows.server.projects.ProjectSnapshot.Validity;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.ProviderCatalog;
import com.notiflows.server.spec.TokenPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Caches projects. Every request compares the cached revision with the stored one, so a change on
 * any node takes effect with the next request. Requests that arrive while a revision is read share
 * the next read.
 */
public final class ProjectSnapshots {

  private static final long MOST_PROJECTS = 10_000;

  private final Transactions transactions;
  private final ProviderCatalog providers;
  private final Limits limits;
  private final DataKeys dataKeys;
  private final Cache<UUID, ProjectSnapshot> byId =
      Caffeine.newBuilder().maximumSize(MOST_PROJECTS).build();
  private final Cache<String, UUID> byPublicKey =
      Caffeine.newBuilder().maximumSize(MOST_PROJECTS).build();
  private final GroupedCalls<String, UUID, Long> revisions;
  private final LongAdder loads = new LongAdder();

  /**
   * Creates an empty cache.
   *
   * @param bounds limits of the queue of reads
   * @param dataKeys gives a project its first data key
   */
  public ProjectSnapshots(
      Transactions transactions,
      ProviderCatalog providers,
      Limits limits,
      GroupedCalls.Bounds bounds,
      DataKeys dataKeys) {
    this.transactions = transactions;
    this.providers = providers;
    this.limits = limits;
    this.dataKeys = dataKeys;
    this.revisions = new GroupedCalls<>(bounds, any -> any, id -> 1, (any, ids) -> revisions(ids));
  }

  /** The current state of the project of a public key; empty if no project has that key. */
  public Optional<ProjectSnapshot> find(String publicKey) {
    UUID known = byPublicKey.getIfPresent(publicKey);
    if (known != null) {
      return current(known);
    }
    byte[] bytes = publicKey.getBytes(StandardCharsets.UTF_8);
    Optional<UUID> found =
        transactions
            .single(PublicKeyMapper.class, mapper -> Optional.ofNullable(mapper.find(bytes)))
            .map(PublicKeyMapper.Row::projectId);
    found.ifPresent(id -> byPublicKey.put(publicKey, id));
    return found.flatMap(this::current);
  }

  /** The state of the project of a public key when it was last used; empty if it is not cached. */
  Optional<ProjectSnapshot> remembered(String publicKey) {
    return Optional.ofNullable(byPublicKey.getIfPresent(publicKey))
        .flatMap(id -> Optional.ofNullable(byId.getIfPresent(id)));
  }

  /** The current state of a project; empty if it does not exist. */
  public Optional<ProjectSnapshot> current(UUID projectId) {
    ProjectSnapshot known = byId.getIfPresent(projectId);
    if (known == null) {
      return load(projectId);
    }
    long revision =
        revisions
            .call("", projectId)
            .orElseThrow(
                () -> ApiException.unavailable(Unavailable.QUEUE_FULL, limits.retryAfterSeconds()));
    transactions.ciphers().confirm(projectId, revision);
    return revision == known.revision() ? Optional.of(known) : load(projectId);
  }

  /** The load of the queue of look-ups at this moment. */
  public GroupedCalls.Load load() {
    return revisions.load();
  }

  /** How often a project was read because it was new or had changed. */
  public long loads() {
    return loads.sum();
  }

  private List<Long> revisions(List<UUID> ids) {
    Map<UUID, Long> found = new HashMap<>();
    List<UUID> distinct = Chunks.padded(ids.stream().distinct().toList());
    for (RevisionRow row :
        transactions.single(ProjectMapper.class, mapper -> mapper.revisions(distinct))) {
      found.put(row.id(), row.revision());
    }
    return ids.stream().map(id -> found.getOrDefault(id, -1L)).toList();
  }

  /** Reads a project. Gives it a data key if it needs its first one. */
  private Optional<ProjectSnapshot> load(UUID projectId) {
    Optional<ProjectSnapshot> loaded = read(projectId);
    boolean needsKey =
        loaded.isPresent()
            && transactions.ciphers().masterKeys().areThere()
            && transactions
                .ciphers()
                .toRead(projectId)
                .filter(ProjectCipher::isWithoutKeys)
                .isPresent();
    if (!needsKey) {
      return loaded;
    }
    dataKeys.createFirst(projectId);
    return read(projectId);
  }

  /** Reads the revision first, so that a concurrent change causes a reload. */
  private Optional<ProjectSnapshot> read(UUID projectId) {
    loads.increment();
    Optional<ProjectSnapshot> loaded =
        transactions.inTransaction(
            mappers ->
                Optional.ofNullable(mappers.get(ProjectMapper.class).find(projectId))
                    .map(project -> load(mappers, project)));
    loaded.ifPresentOrElse(
        snapshot -> byId.put(projectId, snapshot), () -> byId.invalidate(projectId));
    return loaded;
  }

  private ProjectSnapshot load(Mappers mappers, ProjectRow project) {
    UUID id = project.id();
    Map<String, Validity> publicKeys = new HashMap<>();
    for (PublicKeyMapper.Row row : mappers.get(PublicKeyMapper.class).list(id)) {
      publicKeys.put(text(row.publicKey()), validity(row.expiresAt(), row.revokedAt()));
    }
    Map<Hash, SecretKey> secretKeys = new HashMap<>();
    for (SecretKeyMapper.Row row : mappers.get(SecretKeyMapper.class).list(id)) {
      secretKeys.put(
          Hash.of(row.secretHash()),
          new SecretKey(
              row.id(), validity(row.expiresAt(), row.revokedAt()), Scopes.parse(row.scopes())));
    }
    Map<String, SigningKey> signingKeys = new HashMap<>();
    for (SigningKeyMapper.Row row : mappers.get(SigningKeyMapper.class).list(id)) {
      signingKeys.put(
          text(row.kid()),
          new SigningKey(RsaKeys.stored(row.publicKey()), row.retiredAt() != null));
    }
    Set<String> origins = new HashSet<>();
    mappers.get(OriginMapper.class).list(id).forEach(origin -> origins.add(text(origin)));
    Map<UUID, Channel> channels = new HashMap<>();
    mappers.get(ChannelMapper.class).list(id).forEach(row -> channels.put(row.id(), channel(row)));
    List<DataKeyMapper.Row> dataKeys = mappers.get(DataKeyMapper.class).list(id);
    if (!dataKeys.isEmpty()) {
      transactions.ciphers().put(id, dataKeys.get(0).revision(), DataKeyMapper.keys(dataKeys));
    }
    return new ProjectSnapshot(
        id,
        project.revision(),
        ProjectService.SecurityMode.of(project.securityMode()),
        Optional.ofNullable(project.userKeyMaxAgeSeconds()).map(Duration::ofSeconds),
        project.requireIfMatch(),
        new TokenKey(project.tokenKey()),
        publicKeys,
        secretKeys,
        signingKeys,
        origins,
        channels);
  }

  private Channel channel(ChannelRow row) {
    TokenPolicy policy = TokenPolicy.of(row.tokenOwnership(), row.tokenCap(), row.tokenOverflow());
    return new Channel(row.id(), providers.findOrNone(row.provider(), row.type()), policy);
  }

  private static Validity validity(@Nullable Instant expiresAt, @Nullable Instant revokedAt) {
    return new Validity(Optional.ofNullable(expiresAt), Optional.ofNullable(revokedAt));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
