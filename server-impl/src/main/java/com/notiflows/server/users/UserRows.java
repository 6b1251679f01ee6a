package com.notiflows.server.users;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.ChannelSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Users as rows, and back. */
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
        profile.customFields().isEmpty() ? null : CanonicalJson.write(profile.customFields()),
        created,
        updated);
  }

  static Profile profile(UserRow row) {
    String fields = row.customFields();
    return new Profile(
        row.email(),
        row.phone(),
        row.firstName(),
        row.lastName(),
        row.avatar(),
        row.locale(),
        row.timezone(),
        fields == null
            ? JsonNodeFactory.instance.objectNode()
            : (ObjectNode) CanonicalJson.read(fields));
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
