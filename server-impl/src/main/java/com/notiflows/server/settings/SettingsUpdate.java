package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.settings.model.Written;
import com.notiflows.server.settings.store.SettingsChange;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.settings.store.SettingsWriter.Choice;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Settings of one user on several channels, found good and ready to be stored. */
public final class SettingsUpdate {

  private final List<Entry> entries;

  SettingsUpdate(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Settings for a channel, with sorted keys. */
  record Entry(Access.Channel channel, JsonNode settings) {

    /** Tells no settings, which hold tokens. */
    @Override
    public String toString() {
      return "Entry[channel=" + channel + "]";
    }
  }

  /**
   * Stores them in place of what is there, within a transaction of the caller's; returns how many
   * device tokens left another user.
   *
   * @param requireIfMatch whether nothing that is there may be replaced
   * @param look how what is there is found; {@code KNOWN} says that there is nothing
   * @throws ApiException 428 if something would be replaced that may not be
   */
  public int write(
      SettingsWriter writer,
      Mappers mappers,
      UUID projectId,
      TokenKey key,
      UUID userId,
      boolean requireIfMatch,
      Look look) {
    if (entries.isEmpty()) {
      return 0;
    }
    List<SettingsChange> changes =
        entries.stream()
            .map(
                entry ->
                    new SettingsChange(
                        userId,
                        entry.channel(),
                        Optional.empty(),
                        DeviceTokens.in(entry.settings()),
                        List.of(),
                        List.of(),
                        (before, seen) -> entry.settings()))
            .toList();
    Choice all =
        isThere -> {
          if (requireIfMatch && changes.stream().anyMatch(isThere)) {
            throw ApiException.preconditionRequired();
          }
          return changes;
        };
    return writer.write(mappers, projectId, key, changes, all, look).stream()
        .mapToInt(Written::tokensMoved)
        .sum();
  }
}
