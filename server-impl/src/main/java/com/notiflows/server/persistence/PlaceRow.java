package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.StoredUser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user, the settings on a channel, and one of the endpoints there: a row of a join. What was not
 * asked for is null, and so are settings and endpoint where there are none.
 */
@SuppressWarnings("ArrayRecordComponent") // a row is read once, never compared
public record PlaceRow(
    UUID userId,
    byte @Nullable [] externalId,
    @Nullable UUID channelId,
    @Nullable String settings,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Hash identifierHash,
    @Nullable UUID holder,
    @Nullable String identifier,
    @Nullable Integer position,
    @Nullable Instant firstSeenAt,
    @Nullable Instant lastSeenAt,
    @Nullable UUID endpointId,
    @Nullable String name,
    @Nullable String endpointSettings,
    @Nullable Instant endpointUpdatedAt,
    @Nullable Hash installationHash,
    @Nullable String facts,
    @Nullable Instant retiredAt,
    @Nullable String retiredReason) {

  /** The user; only where the external id was asked for. */
  public StoredUser user() {
    byte[] id = Objects.requireNonNull(externalId);
    return new StoredUser(userId, new String(id, StandardCharsets.UTF_8));
  }

  /** The settings, if there are any. */
  public Optional<StoredSettings> stored() {
    return settings == null || createdAt == null || updatedAt == null
        ? Optional.empty()
        : Optional.of(new StoredSettings(settings, createdAt, updatedAt));
  }

  /** The endpoint, if there is one. */
  public Optional<EndpointRow> endpoint(UUID channel) {
    return identifierHash == null
            || holder == null
            || identifier == null
            || position == null
            || firstSeenAt == null
            || lastSeenAt == null
        ? Optional.empty()
        : Optional.of(
            new EndpointRow(
                userId,
                channel,
                identifierHash,
                holder,
                identifier,
                position,
                firstSeenAt,
                lastSeenAt,
                endpointId,
                name,
                endpointSettings,
                endpointUpdatedAt,
                installationHash,
                facts,
                retiredAt,
                retiredReason));
  }

  /** Omits all else because it holds device tokens. */
  @Override
  public String toString() {
    return "PlaceRow[userId=" + userId + "]";
  }
}
