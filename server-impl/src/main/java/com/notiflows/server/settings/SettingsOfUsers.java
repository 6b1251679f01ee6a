package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.ChannelMapper;
import com.notiflows.server.persistence.ChannelRow;
import com.notiflows.server.persistence.StoredSettingsRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserSettingsMapper;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.SettingsValidator;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Identifiers;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The settings that come and go with users: many channels, or many users, at once. */
public final class SettingsOfUsers {

  private final SettingsValidator validator;
  private final Transactions transactions;

  /** Validates by the providers of that spec, and reads through the transactions. */
  public SettingsOfUsers(BundledSpec spec, Transactions transactions) {
    this.validator = new SettingsValidator(spec);
    this.transactions = transactions;
  }

  /**
   * Validates a list of channels with settings.
   *
   * @param list fulfils the schema of {@code channel_settings} in the spec, or is missing
   * @param path where it stands in the body
   * @param violations gets everything that is wrong; if anything is, the result means nothing
   */
  public SettingsUpdate validate(
      UUID projectId, JsonNode list, String path, List<FieldViolation> violations) {
    Map<UUID, ChannelRow> channels = channels(projectId, list);
    Map<UUID, SettingsUpdate.Entry> byChannel = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String at = path + "[" + i + "]";
      UUID id = Identifiers.toUuid(list.get(i).path("channel_id").asText());
      ChannelRow channel = channels.get(id);
      if (channel == null) {
        violations.add(
            new FieldViolation(at + ".channel_id", "is no channel", Reason.INVALID_VALUE));
        continue;
      }
      JsonNode settings = list.get(i).path("settings");
      JsonNode canonical =
          validator.validate(Access.Channel.of(channel), settings, at + ".settings", violations);
      if (byChannel.put(id, new SettingsUpdate.Entry(Access.Channel.of(channel), canonical))
          != null) {
        violations.add(
            new FieldViolation(
                at + ".channel_id", "names a channel a second time", Reason.INVALID_VALUE));
      }
    }
    return new SettingsUpdate(List.copyOf(byChannel.values()));
  }

  /** All settings of a user, in order of their channels' ids. */
  public List<ChannelSettings> of(UUID projectId, UUID userId) {
    return transactions.single(UserSettingsMapper.class, mapper -> read(mapper, projectId, userId));
  }

  /** All settings of several users, by user. */
  public Map<UUID, List<ChannelSettings>> of(UUID projectId, Collection<UUID> userIds) {
    if (userIds.isEmpty()) {
      return Map.of();
    }
    return transactions
        .single(UserSettingsMapper.class, mapper -> mapper.ofUsers(projectId, userIds))
        .stream()
        .map(SettingsOfUsers::settings)
        .collect(Collectors.groupingBy(ChannelSettings::userId));
  }

  /** All settings of a user, as the mapper's transaction sees them. */
  public static List<ChannelSettings> read(UserSettingsMapper mapper, UUID projectId, UUID userId) {
    return mapper.ofUsers(projectId, List.of(userId)).stream()
        .map(SettingsOfUsers::settings)
        .toList();
  }

  private Map<UUID, ChannelRow> channels(UUID projectId, JsonNode list) {
    Set<UUID> ids = new LinkedHashSet<>();
    list.forEach(entry -> ids.add(Identifiers.toUuid(entry.path("channel_id").asText())));
    if (ids.isEmpty()) {
      return Map.of();
    }
    return transactions.single(ChannelMapper.class, mapper -> mapper.find(projectId, ids)).stream()
        .collect(Collectors.toMap(ChannelRow::id, row -> row));
  }

  private static ChannelSettings settings(StoredSettingsRow row) {
    return new ChannelSettings(
        row.userId(),
        row.channelId(),
        row.provider(),
        CanonicalJson.read(row.settings()),
        row.createdAt(),
        row.updatedAt());
  }
}
