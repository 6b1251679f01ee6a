package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What is known of a device that registers.
 *
 * @param installationId the app as it is installed on the device, if that is known
 * @param facts metadata in the shape of the spec, the installation id among it
 */
public record DeviceFacts(String token, Optional<String> installationId, JsonNode facts) {

  /** Omits the tokens because they are secret. */
  @Override
  public String toString() {
    return "DeviceFacts";
  }
}
