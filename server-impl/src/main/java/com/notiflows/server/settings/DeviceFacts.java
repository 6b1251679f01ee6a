package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Metadata of a device that registers.
 *
 * @param installationId the id of the app installation on the device, if known
 * @param facts metadata by the schema of the spec, including the installation id
 */
public record DeviceFacts(String token, Optional<String> installationId, JsonNode facts) {

  /** Omits the tokens because they are secret. */
  @Override
  public String toString() {
    return "DeviceFacts";
  }
}
