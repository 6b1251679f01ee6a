package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;

/** A channel of a project. */
public record ChannelRow(
    UUID projectId,
    UUID id,
    String handle,
    String name,
    String type,
    String provider,
    Instant createdAt,
    Instant updatedAt) {}
