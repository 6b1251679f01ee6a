package com.notiflows.server.persistence;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Endpoint.Retirement;
import com.notiflows.server.model.Endpoint.Subscription;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.Place;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code endpoints}; the last columns are null where they do not apply.
 *
 * @param keyId the data key that identifier, name, settings and facts are encrypted with; null if
 *     they are plain text
 */
public record EndpointRow(
    UUID userId,
    UUID channelId,
    Hash identifierHash,
    UUID holder,
    String identifier,
    int position,
    Instant firstSeenAt,
    Instant lastSeenAt,
    @Nullable UUID id,
    @Nullable String name,
    @Nullable String settings,
    @Nullable Instant updatedAt,
    @Nullable Hash installationHash,
    @Nullable String facts,
    @Nullable Instant retiredAt,
    @Nullable String retiredReason,
    @Nullable Integer keyId) {

  /** The row of an endpoint. */
  public static EndpointRow of(Place place, Endpoint endpoint) {
    Subscription subscription = endpoint.subscription();
    Retirement retirement = endpoint.retirement();
    return new EndpointRow(
        place.userId(),
        place.channelId(),
        endpoint.hash(),
        endpoint.holder(),
        endpoint.identifier().text(),
        endpoint.position(),
        endpoint.firstSeenAt(),
        endpoint.lastSeenAt(),
        subscription == null ? null : subscription.id(),
        subscription == null ? null : subscription.name(),
        subscription == null ? null : subscription.settings(),
        subscription == null ? null : subscription.updatedAt(),
        endpoint.installation(),
        endpoint.facts(),
        retirement == null ? null : retirement.at(),
        retirement == null ? null : retirement.reason(),
        null);
  }

  /** The endpoint of the row. */
  public Endpoint endpoint() {
    return new Endpoint(
        new Identifier(identifier, identifierHash),
        holder,
        position,
        subscription(),
        installationHash,
        facts,
        firstSeenAt,
        lastSeenAt,
        retiredAt == null ? null : new Retirement(retiredAt, String.valueOf(retiredReason)));
  }

  /** The same with its secrets changed, which are encrypted with that key or plain text. */
  EndpointRow with(@Nullable Integer newKeyId, TextChange change) {
    return new EndpointRow(
        userId,
        channelId,
        identifierHash,
        holder,
        change.of("identifier", identifier),
        position,
        firstSeenAt,
        lastSeenAt,
        id,
        name == null ? null : change.of("name", name),
        settings == null ? null : change.of("settings", settings),
        updatedAt,
        installationHash,
        facts == null ? null : change.of("facts", facts),
        retiredAt,
        retiredReason,
        newKeyId);
  }

  /** The length of its texts. */
  public long length() {
    return Stream.of(identifier, name, settings, facts)
        .filter(Objects::nonNull)
        .mapToLong(String::length)
        .sum();
  }

  private @Nullable Subscription subscription() {
    return id == null || name == null || settings == null || updatedAt == null
        ? null
        : new Subscription(id, name, settings, updatedAt);
  }

  /** Omits the identifier because it is a device token. */
  @Override
  public String toString() {
    return "EndpointRow[userId=" + userId + ", channelId=" + channelId + "]";
  }
}
