package com.notiflows.server.endpoints;

import com.notiflows.server.model.Identifier;
import java.util.UUID;

/**
 * A valid subscription, ready to be stored.
 *
 * @param freshId the id that it gets if it is new
 * @param name the caller's name for it
 * @param endpoint where pushes to it go
 * @param settings JSON with sorted keys
 */
public record NewSubscription(UUID freshId, String name, Identifier endpoint, String settings) {

  long weight() {
    return 512L + 2L * (name.length() + endpoint.text().length() + settings.length());
  }

  /** Omits all else because it leads to a device. */
  @Override
  public String toString() {
    return "NewSubscription[freshId=" + freshId + "]";
  }
}
