package com.notiflows.server.encryption;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encrypts and decrypts the data of one project with its data keys. Immutable. */
public final class ProjectCipher {

  private final UUID projectId;
  private final long revision;
  private final Map<Integer, DataKey> keys;
  private final @Nullable Integer current;

  private ProjectCipher(
      UUID projectId, long revision, Map<Integer, DataKey> keys, @Nullable Integer current) {
    this.projectId = projectId;
    this.revision = revision;
    this.keys = Map.copyOf(keys);
    this.current = current;
  }

  /** Uses these keys of a project; keeps those that an older cipher has unwrapped already. */
  static ProjectCipher of(
      UUID projectId,
      long revision,
      List<WrappedKey> stored,
      MasterKeys masterKeys,
      Optional<ProjectCipher> older) {
    Map<Integer, DataKey> keys = new HashMap<>();
    Integer current = null;
    for (WrappedKey key : stored) {
      DataKey known = older.map(cipher -> cipher.keys.get(key.id())).orElse(null);
      keys.put(
          key.id(),
          known != null && known.isSame(key) ? known : new DataKey(projectId, key, masterKeys));
      if (key.retiredAt() == null && (current == null || key.id() > current)) {
        current = key.id();
      }
    }
    return new ProjectCipher(projectId, revision, keys, current);
  }

  /** The revision of the project when the keys were read. */
  long revision() {
    return revision;
  }

  /** The id of the key that encrypts; null if the project's data is stored as plain text. */
  public @Nullable Integer keyId() {
    return current;
  }

  /** Whether the project has no data key, not even a retired one. */
  public boolean isWithoutKeys() {
    return keys.isEmpty();
  }

  /** Whether it can decrypt what is stored with that key. */
  public boolean knows(int id) {
    return keys.containsKey(id);
  }

  /** Encrypts a text of a row with the key {@link #keyId}, as base64. */
  public String encrypt(RowId row, String column, String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(encrypt(row, column, plain));
  }

  /** The same for bytes. */
  public byte[] encrypt(RowId row, String column, byte[] plain) {
    if (current == null) {
      throw new IllegalStateException("The project " + projectId + " has no current data key");
    }
    return AesGcm.encrypt(key(current, row, column).key(), plain, row.context(column));
  }

  /**
   * Decrypts a text.
   *
   * @param id the key that encrypted it
   * @throws DecryptionException if that fails
   */
  public String decrypt(int id, RowId row, String column, String stored) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(stored);
    } catch (IllegalArgumentException e) { // its message may quote the text
      throw changed(id, row, column);
    }
    return new String(decrypt(id, row, column, bytes), StandardCharsets.UTF_8);
  }

  /** The same for bytes. */
  public byte[] decrypt(int id, RowId row, String column, byte[] stored) {
    return AesGcm.decrypt(key(id, row, column).key(), stored, row.context(column))
        .orElseThrow(() -> changed(id, row, column));
  }

  private DataKey key(int id, RowId row, String column) {
    DataKey key = keys.get(id);
    if (key == null) {
      throw new DecryptionException(
          "The data key "
              + id
              + " of the column "
              + column
              + " ("
              + row
              + ") does not exist. Restore the table data_keys from a backup.");
    }
    return key;
  }

  private static DecryptionException changed(int id, RowId row, String column) {
    return new DecryptionException(
        "The column "
            + column
            + " ("
            + row
            + ") can't be decrypted with the data key "
            + id
            + ": it was changed outside of Notiflows. Restore the row from a backup.");
  }

  /** Omits the keys. */
  @Override
  public String toString() {
    return "ProjectCipher[projectId=" + projectId + ", keyId=" + current + "]";
  }
}
