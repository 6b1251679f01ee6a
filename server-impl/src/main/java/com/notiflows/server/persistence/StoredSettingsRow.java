package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;

/** Settings as stored, with the provider of their channel. */
public record StoredSettingsRow(
    UUID userId,
    UUID channelId,
    String provider,
    String settings,
    Instant createdAt,
    Instant updatedAt) {}
