package com.notiflows.server.encryption;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A data key in memory. It is unwrapped when it is first used. */
final class DataKey {

  private final RowId row;
  private final WrappedKey stored;
  private final MasterKeys masterKeys;
  private volatile @Nullable SecretKey key;

  DataKey(UUID projectId, WrappedKey stored, MasterKeys masterKeys) {
    this.row = row(projectId);
    this.stored = stored;
    this.masterKeys = masterKeys;
  }

  static RowId row(UUID projectId) {
    return new RowId(projectId, "data_keys", List.of(), null);
  }

  /** The key itself. */
  SecretKey key() {
    SecretKey known = key;
    if (known == null) {
      known = AesGcm.key(masterKeys.unwrap(row, stored));
      key = known;
    }
    return known;
  }

  boolean isSame(WrappedKey other) {
    return stored.id() == other.id() && Arrays.equals(stored.wrapped(), other.wrapped());
  }
}
