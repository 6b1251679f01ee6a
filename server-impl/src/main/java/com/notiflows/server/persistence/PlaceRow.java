package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.StoredUser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user, the settings on a channel, and one of the endpoints there: a row of a join. What was not
 * asked for is null, and so are settings and endpoint where there are none.
 *
 * @param settingsKeyId the data key of the settings; null if they are plain text
 * @param endpointKeyId the data key of the endpoint; null if it is plain text
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
    @Nullable String retiredReason,
    @Nullable Integer settingsKeyId,
    @Nullable Integer endpointKeyId) {

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
                retiredReason,
                endpointKeyId));
  }

  /** Adds the data keys that decrypt the row. */
  void addKeys(Set<Integer> keys) {
    if (settingsKeyId != null) {
      keys.add(settingsKeyId);
    }
    if (endpointKeyId != null) {
      keys.add(endpointKeyId);
    }
  }

  /** Whether the settings of another row are the same ones. */
  boolean hasSettingsOf(PlaceRow other) {
    return userId.equals(other.userId)
        && Objects.equals(channelId, other.channelId)
        && Objects.equals(settings, other.settings);
  }

  /**
   * The row in plain text.
   *
   * @param channel the channel, if it is not in the row
   * @param decrypted another row with the same settings in plain text, if there is one
   */
  PlaceRow decrypted(
      ProjectCipher cipher, UUID projectId, @Nullable UUID channel, @Nullable PlaceRow decrypted) {
    UUID at = Objects.requireNonNull(channelId == null ? channel : channelId);
    Optional<EndpointRow> endpoint =
        endpoint(at).map(row -> RowCipher.decrypted(cipher, projectId, row));
    return new PlaceRow(
        userId,
        externalId,
        channelId,
        decrypted == null ? plainSettings(cipher, projectId, at) : decrypted.settings,
        createdAt,
        updatedAt,
        identifierHash,
        holder,
        endpoint.map(EndpointRow::identifier).orElse(null),
        position,
        firstSeenAt,
        lastSeenAt,
        endpointId,
        endpoint.map(EndpointRow::name).orElse(null),
        endpoint.map(EndpointRow::settings).orElse(null),
        endpointUpdatedAt,
        installationHash,
        endpoint.map(EndpointRow::facts).orElse(null),
        retiredAt,
        retiredReason,
        null,
        null);
  }

  private @Nullable String plainSettings(ProjectCipher cipher, UUID projectId, UUID channel) {
    return settings == null || settingsKeyId == null
        ? settings
        : cipher.decrypt(
            settingsKeyId, RowCipher.settings(projectId, userId, channel), "settings", settings);
  }

  /** Omits all else because it holds device tokens. */
  @Override
  public String toString() {
    return "PlaceRow[userId=" + userId + "]";
  }
}
