package com.notiflows.server.model;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One device of a user on a channel: a device token or a web push subscription. One row of the
 * table {@code endpoints}.
 *
 * @param identifier the device token or the URL of the push endpoint, with its hash
 * @param holder zero where one user at a time may own the identifier, else the user
 * @param position order in the user's list; gaps are allowed
 * @param subscription additional data of a web push subscription; null for a device token
 * @param installation HMAC of the installation id, if the device sent one
 * @param facts device metadata, JSON with sorted keys; null if there is none
 * @param firstSeenAt time of the first registration
 * @param lastSeenAt time of the last registration
 * @param retirement when and why it was retired; null while it is live
 */
public record Endpoint(
    Identifier identifier,
    UUID holder,
    int position,
    @Nullable Subscription subscription,
    @Nullable Hash installation,
    @Nullable String facts,
    Instant firstSeenAt,
    Instant lastSeenAt,
    @Nullable Retirement retirement) {

  /** The holder of an identifier that one user at a time may own. */
  public static final UUID ANYBODY = new UUID(0, 0);

  /**
   * Data of a web push subscription besides its endpoint.
   *
   * @param name the caller's identifier, usually the push endpoint
   * @param settings JSON with sorted keys
   * @param updatedAt when name or settings last changed
   */
  public record Subscription(UUID id, String name, String settings, Instant updatedAt) {

    /** Omits name and settings because they identify a device. */
    @Override
    public String toString() {
      return "Subscription[id=" + id + "]";
    }
  }

  /** A dead endpoint stays in quarantine for a while and can be restored. */
  public record Retirement(Instant at, String reason) {}

  /** Whether notifications go to it. */
  public boolean isLive() {
    return retirement == null;
  }

  /** Its hash. */
  public Hash hash() {
    return identifier.hash();
  }

  /** The same, registered again at that time. */
  public Endpoint touched(Instant now) {
    Instant seen = now.isAfter(lastSeenAt) ? now : lastSeenAt;
    return new Endpoint(
        identifier,
        holder,
        position,
        subscription,
        installation,
        facts,
        firstSeenAt,
        seen,
        retirement);
  }

  /** The same at another position. */
  public Endpoint at(int newPosition) {
    return newPosition == position
        ? this
        : new Endpoint(
            identifier,
            holder,
            newPosition,
            subscription,
            installation,
            facts,
            firstSeenAt,
            lastSeenAt,
            retirement);
  }

  /** The same with other device metadata. */
  public Endpoint described(@Nullable Hash newInstallation, @Nullable String newFacts) {
    return new Endpoint(
        identifier,
        holder,
        position,
        subscription,
        newInstallation,
        newFacts,
        firstSeenAt,
        lastSeenAt,
        retirement);
  }

  /** The same, retired or live again. */
  public Endpoint retired(@Nullable Retirement newRetirement) {
    return new Endpoint(
        identifier,
        holder,
        position,
        subscription,
        installation,
        facts,
        firstSeenAt,
        lastSeenAt,
        newRetirement);
  }

  /** Omits the identifier because it is a device token. */
  @Override
  public String toString() {
    return "Endpoint[position=" + position + ", lastSeenAt=" + lastSeenAt + "]";
  }
}
