package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.encryption.RowId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encrypts rows before they are stored, and decrypts rows that were read. */
final class RowCipher {

  private RowCipher() {}

  /** The row with its secrets encrypted by the current key of the project, if it has one. */
  static EndpointRow encrypted(ProjectCipher cipher, UUID projectId, EndpointRow plain) {
    Integer key = cipher.keyId();
    RowId id = id(projectId, plain);
    return key == null
        ? plain
        : plain.with(key, (column, text) -> cipher.encrypt(id, column, text));
  }

  /** The same row in plain text. */
  static EndpointRow decrypted(ProjectCipher cipher, UUID projectId, EndpointRow stored) {
    Integer key = stored.keyId();
    RowId id = id(projectId, stored);
    return key == null
        ? stored
        : stored.with(null, (column, text) -> cipher.decrypt(key, id, column, text));
  }

  private static RowId id(UUID projectId, EndpointRow row) {
    return new RowId(
        projectId, "endpoints", List.of(row.userId(), row.channelId()), row.identifierHash());
  }

  static ChannelSettingsRow encrypted(
      ProjectCipher cipher, UUID projectId, ChannelSettingsRow plain) {
    Integer key = cipher.keyId();
    return key == null
        ? plain
        : plain.with(
            key,
            cipher.encrypt(
                settings(projectId, plain.userId(), plain.channelId()),
                "settings",
                plain.settings()));
  }

  static ChannelSettingsRow decrypted(
      ProjectCipher cipher, UUID projectId, ChannelSettingsRow stored) {
    Integer key = stored.keyId();
    return key == null
        ? stored
        : stored.with(
            null,
            cipher.decrypt(
                key,
                settings(projectId, stored.userId(), stored.channelId()),
                "settings",
                stored.settings()));
  }

  static RowId settings(UUID projectId, UUID userId, UUID channelId) {
    return new RowId(projectId, "channel_settings", List.of(userId, channelId), null);
  }

  static UserRow encrypted(ProjectCipher cipher, UserRow plain) {
    Integer key = cipher.keyId();
    boolean isPublic = plain.customFields() == null && plain.preferences() == null;
    RowId id = id(plain);
    return key == null || isPublic
        ? plain
        : plain.with(key, (column, text) -> cipher.encrypt(id, column, text));
  }

  static UserRow decrypted(ProjectCipher cipher, UserRow stored) {
    Integer key = stored.keyId();
    RowId id = id(stored);
    return key == null
        ? stored
        : stored.with(null, (column, text) -> cipher.decrypt(key, id, column, text));
  }

  private static RowId id(UserRow row) {
    return new RowId(row.projectId(), "users", List.of(row.id()), null);
  }

  static IdempotencyKeyMapper.Row encrypted(
      ProjectCipher cipher, UUID projectId, IdempotencyKeyMapper.Row plain) {
    Integer key = cipher.keyId();
    byte[] body = plain.body();
    return key == null || body == null
        ? plain
        : plain.with(key, cipher.encrypt(id(projectId, plain), "body", body));
  }

  static IdempotencyKeyMapper.Row decrypted(
      ProjectCipher cipher, UUID projectId, IdempotencyKeyMapper.Row stored) {
    Integer key = stored.keyId();
    byte @Nullable [] body = stored.body();
    return key == null
        ? stored
        : stored.with(
            null, cipher.decrypt(key, id(projectId, stored), "body", Objects.requireNonNull(body)));
  }

  private static RowId id(UUID projectId, IdempotencyKeyMapper.Row row) {
    return new RowId(projectId, "idempotency_keys", List.of(), row.scopeHash());
  }
}
