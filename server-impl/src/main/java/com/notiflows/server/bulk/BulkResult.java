package com.notiflows.server.bulk;

import com.notiflows.server.endpoints.Subscription;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.settings.ChannelSettings;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of one item: it was stored, it was refused, or else it was removed.
 *
 * @param settings the settings as they are stored now, if the item stored settings
 * @param subscriptions all subscriptions as they are stored now, if the item stored subscriptions
 * @param failure the error of a call of its own
 */
public record BulkResult(
    Optional<ChannelSettings> settings,
    Optional<List<Subscription>> subscriptions,
    Optional<ApiException> failure) {

  static BulkResult stored(ChannelSettings settings) {
    return new BulkResult(Optional.of(settings), Optional.empty(), Optional.empty());
  }

  static BulkResult stored(List<Subscription> subscriptions) {
    return new BulkResult(Optional.empty(), Optional.of(subscriptions), Optional.empty());
  }

  static BulkResult removed() {
    return new BulkResult(Optional.empty(), Optional.empty(), Optional.empty());
  }

  static BulkResult failed(ApiException failure) {
    return new BulkResult(Optional.empty(), Optional.empty(), Optional.of(failure));
  }

  /** Whether settings or subscriptions were stored. */
  public boolean isStored() {
    return settings.isPresent() || subscriptions.isPresent();
  }

  /** Whether settings or subscriptions were removed. */
  public boolean isRemoval() {
    return !isStored() && failure.isEmpty();
  }

  /** The users whose data it has. */
  public List<UUID> users() {
    return settings
        .map(stored -> List.of(stored.userId()))
        .or(() -> subscriptions.map(all -> all.stream().map(Subscription::userId).toList()))
        .orElse(List.of());
  }
}
