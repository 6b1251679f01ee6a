package com.notiflows.server.bulk;

import com.notiflows.server.endpoints.Subscription;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.settings.ChannelSettings;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The result of one item: stored, rejected or removed.
 *
 * @param settings the settings as they are stored now, if the item stored settings
 * @param subscriptions all subscriptions as they are stored now, if the item stored subscriptions
 * @param failure the error of a single write of the item
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

  /** The users whose data the result contains. */
  public List<UUID> users() {
    return settings
        .map(stored -> List.of(stored.userId()))
        .or(() -> subscriptions.map(all -> all.stream().map(Subscription::userId).toList()))
        .orElse(List.of());
  }
}
