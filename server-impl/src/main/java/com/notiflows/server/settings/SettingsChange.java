package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * What one user's settings on one channel shall become.
 *
 * @param known the settings as they were looked up
 * @param tokens every device token that they may get
 * @param rule tells what they become
 */
record SettingsChange(
    UUID userId,
    Access.Channel channel,
    Optional<Access.Stored> known,
    Collection<String> tokens,
    Rule rule) {

  /** What settings become. May be asked more than once, and does nothing but answer. */
  @FunctionalInterface
  interface Rule {

    /**
     * The settings to store, with sorted keys.
     *
     * @throws ApiException if nothing shall be stored
     */
    JsonNode of(Optional<ChannelSettings> before);
  }

  /** Tells no token. */
  @Override
  public String toString() {
    return "SettingsChange[userId=" + userId + ", channel=" + channel + "]";
  }
}
