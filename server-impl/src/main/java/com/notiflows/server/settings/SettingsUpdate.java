package com.notiflows.server.settings;

import com.notiflows.server.persistence.ChannelSettingsRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Settings of one user on several channels, found good and ready to be stored. */
public final class SettingsUpdate {

  private final Map<UUID, String> byChannel;

  SettingsUpdate(Map<UUID, String> byChannel) {
    this.byChannel = Map.copyOf(byChannel);
  }

  /** The rows to write, in the order of channels that all writers keep: so none waits in a ring. */
  public List<ChannelSettingsRow> rows(UUID projectId, UUID userId, Instant now) {
    return byChannel.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> new ChannelSettingsRow(projectId, userId, e.getKey(), e.getValue(), now))
        .toList();
  }
}
