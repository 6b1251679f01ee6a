package com.notiflows.server.persistence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as stored. What is not known is null.
 *
 * @param externalId as UTF-8
 * @param customFields JSON with sorted keys
 * @param preferences JSON with sorted keys
 * @param keyId the data key that custom fields and preferences are encrypted with; null if they are
 *     plain text
 */
@SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
public record UserRow(
    UUID projectId,
    UUID id,
    byte[] externalId,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String avatar,
    @Nullable String locale,
    @Nullable String timezone,
    @Nullable String customFields,
    @Nullable String preferences,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Integer keyId) {

  /** A user of whom nothing but the ids is known. */
  public static UserRow fresh(UUID projectId, UUID id, String externalId, Instant now) {
    byte[] bytes = externalId.getBytes(StandardCharsets.UTF_8);
    return new UserRow(
        projectId, id, bytes, null, null, null, null, null, null, null, null, null, now, now, null);
  }

  /** The same with its secrets changed, which are encrypted with that key or plain text. */
  UserRow with(@Nullable Integer newKeyId, TextChange change) {
    return new UserRow(
        projectId,
        id,
        externalId,
        email,
        phone,
        firstName,
        lastName,
        avatar,
        locale,
        timezone,
        customFields == null ? null : change.of("custom_fields", customFields),
        preferences == null ? null : change.of("preferences", preferences),
        createdAt,
        updatedAt,
        newKeyId);
  }

  /** Approximate size in a statement, in letters. */
  public long length() {
    return length(customFields) + length(preferences);
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** Omits everything about the person. */
  @Override
  public String toString() {
    return "UserRow[id=" + id + "]";
  }
}
