package com.notiflows.server.persistence;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a project.
 *
 * @param tokenOwnership null for what is preset for the provider; so the other two
 */
public record ChannelRow(
    UUID projectId,
    UUID id,
    String handle,
    String name,
    String type,
    String provider,
    @Nullable String tokenOwnership,
    @Nullable Integer tokenCap,
    @Nullable String tokenOverflow,
    Instant createdAt,
    Instant updatedAt) {}
