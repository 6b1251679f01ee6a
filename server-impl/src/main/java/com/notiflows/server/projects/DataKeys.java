package com.notiflows.server.projects;

import com.notiflows.server.encryption.ProjectCiphers;
import com.notiflows.server.encryption.WrappedKey;
import com.notiflows.server.persistence.DataKeyMapper;
import com.notiflows.server.persistence.ProjectMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.AdministrationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The data keys of projects. A project without keys gets its first one when it is created or first
 * used by a server that has a master key. If all its keys are retired, its data is stored as plain
 * text.
 */
public final class DataKeys {

  /**
   * How long a retired key is kept. A write that began before its retirement may still store rows
   * with it: this is longer than a database waits for a client that is silent (8 hours).
   */
  private static final Duration KEPT = Duration.ofHours(24);

  private final Transactions transactions;
  private final ProjectCiphers ciphers;
  private final Clock clock;

  /** Uses the clock for times of creation and retirement. */
  public DataKeys(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.ciphers = transactions.ciphers();
    this.clock = clock;
  }

  /** The data keys of a project, in order of their ids. */
  public List<WrappedKey> list(UUID projectId) {
    return transactions.single(
        DataKeyMapper.class, mapper -> DataKeyMapper.keys(mapper.list(projectId)));
  }

  /** Gives a project its first key, if there is a master key and the project never had one. */
  void createFirst(Mappers mappers, UUID projectId) {
    DataKeyMapper mapper = mappers.get(DataKeyMapper.class);
    if (ciphers.masterKeys().areThere()
        && mapper.list(projectId).stream().allMatch(DataKeys::isNoKey)) {
      mapper.insert(projectId, fresh(projectId, 1));
    }
  }

  private static boolean isNoKey(DataKeyMapper.Row row) {
    return row.id() == null;
  }

  private WrappedKey fresh(UUID projectId, int id) {
    byte[] wrapped = ciphers.freshKey(projectId, id);
    return new WrappedKey(id, wrapped, ciphers.masterKeys().current().id(), now(), null);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** The same in a transaction of its own; servers read the keys again with the next request. */
  void createFirst(UUID projectId) {
    transactions.inTransaction(
        mappers -> {
          if (mappers.get(ProjectMapper.class).revise(projectId) > 0) { // which locks the project
            createFirst(mappers, projectId);
          }
          return projectId;
        });
  }

  private static void revise(Mappers mappers, UUID projectId) {
    if (mappers.get(ProjectMapper.class).revise(projectId) == 0) {
      throw AdministrationException.noSuchProject(projectId);
    }
  }

  /**
   * Encrypts with a new key, from the next request on. The others only decrypt.
   *
   * @return the id of the new key
   * @throws AdministrationException if there is no such project, or no master key
   */
  public int replace(UUID projectId) {
    return transactions.inTransaction(
        mappers -> {
          revise(mappers, projectId);
          DataKeyMapper mapper = mappers.get(DataKeyMapper.class);
          WrappedKey next = fresh(projectId, lastId(mapper, projectId) + 1);
          mapper.retire(projectId, now());
          mapper.insert(projectId, next);
          return next.id();
        });
  }

  /**
   * Stores plain text, from the next request on, until {@link #replace}.
   *
   * @throws AdministrationException if there is no such project
   */
  public void retireAll(UUID projectId) {
    transactions.inTransaction(
        mappers -> {
          revise(mappers, projectId);
          DataKeyMapper mapper = mappers.get(DataKeyMapper.class);
          createFirst(mappers, projectId); // else the next request would
          return mapper.retire(projectId, now());
        });
  }

  private static int lastId(DataKeyMapper mapper, UUID projectId) {
    return DataKeyMapper.keys(mapper.list(projectId)).stream()
        .mapToInt(WrappedKey::id)
        .max()
        .orElse(0);
  }

  /**
   * Wraps all keys of a project with the current master key.
   *
   * @return how many were wrapped by another one
   * @throws AdministrationException if there is no master key
   * @throws com.notiflows.server.encryption.DecryptionException if a key can't be unwrapped
   */
  public int rewrap(UUID projectId) {
    String current = ciphers.masterKeys().current().id();
    int rewrapped = 0;
    for (WrappedKey key : list(projectId)) {
      if (!key.wrappedBy().equals(current)) {
        byte[] wrapped = ciphers.rewrapped(projectId, key);
        WrappedKey changed =
            new WrappedKey(key.id(), wrapped, current, key.createdAt(), key.retiredAt());
        rewrapped +=
            transactions.single(
                DataKeyMapper.class, mapper -> mapper.rewrap(projectId, changed, key.wrappedBy()));
      }
    }
    return rewrapped;
  }

  /** The retired keys of a project that may be deleted if no row uses them. */
  public List<Integer> old(UUID projectId) {
    Instant until = clock.instant().minus(KEPT);
    return list(projectId).stream()
        .filter(key -> key.retiredAt() != null && !key.retiredAt().isAfter(until))
        .map(WrappedKey::id)
        .toList();
  }

  /** Deletes keys that {@link #old} returned and that no row uses. */
  public void delete(UUID projectId, Set<Integer> unused) {
    transactions.inTransaction(
        mappers -> {
          revise(mappers, projectId);
          unused.forEach(id -> mappers.get(DataKeyMapper.class).delete(projectId, id));
          return unused.size();
        });
  }
}
