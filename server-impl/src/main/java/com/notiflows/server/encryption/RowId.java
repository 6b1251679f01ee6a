package com.notiflows.server.encryption;

import com.notiflows.server.model.Hash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of a project, identified by what never changes about it. A ciphertext is bound to its row
 * and column, so that it can't be moved to others.
 *
 * @param ids the ids in its primary key, without the project
 * @param hash the hash in its primary key; null if it has none
 */
public record RowId(UUID projectId, String table, List<UUID> ids, @Nullable Hash hash) {

  private static final int ID_BYTES = 16;

  /** Copies the list. */
  public RowId {
    ids = List.copyOf(ids);
  }

  /** What a ciphertext of that column is bound to. */
  byte[] context(String column) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((table + "." + column).getBytes(StandardCharsets.UTF_8));
    out.write(0);
    out.writeBytes(bytes(projectId));
    ids.forEach(id -> out.writeBytes(bytes(id)));
    if (hash != null) {
      out.writeBytes(hash.bytes());
    }
    return out.toByteArray();
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(ID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /** Table and ids for a message, without the hash because that identifies a device. */
  @Override
  public String toString() {
    return table
        + ", project "
        + projectId
        + ids.stream().map(id -> ", " + id).reduce("", String::concat);
  }
}
