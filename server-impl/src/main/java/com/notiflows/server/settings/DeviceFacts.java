package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What is known of a device that registers.
 *
 * @param installationId the app as it is installed on the device, if that is known
 * @param facts what the spec lets be told of a device, the installation among it
 */
public record DeviceFacts(String token, Optional<String> installationId, JsonNode facts) {

  /** Omits the tokens because they are secret. */
  @Override
  public String toString() {
    return "DeviceFacts";
  }
}
