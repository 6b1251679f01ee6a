package com.notiflows.server.settings;

import com.notiflows.server.problem.ApiException;
import java.util.Optional;

/**
 * What became of one item: it was stored, it was refused, or else it was removed.
 *
 * @param stored the settings as they are stored now
 * @param failure the error of a call of its own
 */
public record BulkResult(Optional<ChannelSettings> stored, Optional<ApiException> failure) {

  static BulkResult stored(ChannelSettings settings) {
    return new BulkResult(Optional.of(settings), Optional.empty());
  }

  static BulkResult removed() {
    return new BulkResult(Optional.empty(), Optional.empty());
  }

  static BulkResult failed(ApiException failure) {
    return new BulkResult(Optional.empty(), Optional.of(failure));
  }

  /** Whether settings were removed. */
  public boolean isRemoval() {
    return stored.isEmpty() && failure.isEmpty();
  }
}
