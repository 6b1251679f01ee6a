package com.notiflows.server.users;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.settings.CanonicalJson;
import com.notiflows.server.settings.ChannelSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Converts users to rows and back. */
final class UserRows {

  private UserRows() {}

  static UserRow row(
      UUID projectId,
      UUID id,
      String externalId,
      Profile profile,
      Instant created,
      Instant updated) {
    return new UserRow(
        projectId,
        id,
        externalId.getBytes(StandardCharsets.UTF_8),
        profile.email(),
        profile.phone(),
        profile.firstName(),
        profile.lastName(),
        profile.avatar(),
        profile.locale(),
        profile.timezone(),
        text(profile.customFields()),
        text(profile.preferences()),
        created,
        updated,
        null);
  }

  static Profile profile(UserRow row) {
    return new Profile(
        row.email(),
        row.phone(),
        row.firstName(),
        row.lastName(),
        row.avatar(),
        row.locale(),
        row.timezone(),
        object(row.customFields()),
        object(row.preferences()));
  }

  private static @Nullable String text(ObjectNode object) {
    return object.isEmpty() ? null : CanonicalJson.write(object);
  }

  private static ObjectNode object(@Nullable String text) {
    return text == null
        ? JsonNodeFactory.instance.objectNode()
        : (ObjectNode) CanonicalJson.read(text);
  }

  static User user(UserRow row, List<ChannelSettings> settings) {
    return new User(
        row.id(),
        new String(row.externalId(), StandardCharsets.UTF_8),
        profile(row),
        settings,
        row.createdAt(),
        row.updatedAt());
  }
}
