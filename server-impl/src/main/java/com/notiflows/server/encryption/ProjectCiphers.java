package com.notiflows.server.encryption;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Caches the ciphers of projects. Every request confirms the revision of its project, so it writes
 * with the current data key. What writes without a request reads the keys again after a minute at
 * the latest: long before a retired key can be deleted.
 */
public final class ProjectCiphers {

  /** How long after it was read or confirmed a cipher may encrypt. */
  private static final Duration TRUST = Duration.ofMinutes(1);

  private static final long MOST_PROJECTS = 10_000;

  private static final class Entry {
    private final ProjectCipher cipher;
    private volatile long confirmed;

    Entry(ProjectCipher cipher, long confirmed) {
      this.cipher = cipher;
      this.confirmed = confirmed;
    }
  }

  private final MasterKeys masterKeys;
  private final LongSupplier nanos;
  private final Cache<UUID, Entry> entries =
      Caffeine.newBuilder().maximumSize(MOST_PROJECTS).build();

  /**
   * Creates an empty cache.
   *
   * @param nanos a time in nanoseconds that only goes forward
   */
  public ProjectCiphers(MasterKeys masterKeys, LongSupplier nanos) {
    this.masterKeys = masterKeys;
    this.nanos = nanos;
  }

  /** The master keys that unwrap the data keys. */
  public MasterKeys masterKeys() {
    return masterKeys;
  }

  /** The cipher of a project; empty if its keys have to be read first. */
  public Optional<ProjectCipher> toRead(UUID projectId) {
    return Optional.ofNullable(entries.getIfPresent(projectId)).map(entry -> entry.cipher);
  }

  /** The same; also empty if the current key may have changed. */
  public Optional<ProjectCipher> toWrite(UUID projectId) {
    return Optional.ofNullable(entries.getIfPresent(projectId))
        .filter(entry -> nanos.getAsLong() - entry.confirmed < TRUST.toNanos())
        .map(entry -> entry.cipher);
  }

  /** Confirms that the project has that revision. Forgets a cipher that is older. */
  public void confirm(UUID projectId, long revision) {
    Entry entry = entries.getIfPresent(projectId);
    if (entry != null && entry.cipher.revision() >= revision) {
      entry.confirmed = nanos.getAsLong();
    } else if (entry != null) {
      entries.asMap().remove(projectId, entry);
    }
  }

  /**
   * Caches the keys of a project that were just read, unless newer ones are there.
   *
   * @param revision of the project, read by the same statement
   */
  public ProjectCipher put(UUID projectId, long revision, List<WrappedKey> keys) {
    long read = nanos.getAsLong();
    Optional<ProjectCipher> older = toRead(projectId);
    ProjectCipher cipher = ProjectCipher.of(projectId, revision, keys, masterKeys, older);
    Entry fresh = new Entry(cipher, read);
    entries
        .asMap()
        .merge(
            projectId, fresh, (known, added) -> known.cipher.revision() > revision ? known : added);
    return cipher;
  }

  /** A new data key, wrapped by the current master key. */
  public byte[] freshKey(UUID projectId, int id) {
    return masterKeys
        .current()
        .wrap(AesGcm.freshKey(), MasterKeys.context(DataKey.row(projectId), id));
  }

  /** A data key, wrapped by the current master key instead of the one that wrapped it before. */
  public byte[] rewrapped(UUID projectId, WrappedKey key) {
    RowId row = DataKey.row(projectId);
    return masterKeys
        .current()
        .wrap(masterKeys.unwrap(row, key), MasterKeys.context(row, key.id()));
  }
}
