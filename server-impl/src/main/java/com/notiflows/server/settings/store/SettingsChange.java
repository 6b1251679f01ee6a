package com.notiflows.server.settings.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.DeviceFacts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What one user's settings on one channel shall become.
 *
 * @param known the settings as they were looked up
 * @param tokens every device token that they may get, which is registered by that
 * @param devices what is told of devices
 * @param unwanted every device token that they shall not have, also if it is in quarantine
 * @param rule tells what they become
 */
public record SettingsChange(
    UUID userId,
    Access.Channel channel,
    Optional<Access.Stored> known,
    Collection<String> tokens,
    List<DeviceFacts> devices,
    Collection<String> unwanted,
    Rule rule) {

  /** Where they are. */
  Place place() {
    return new Place(userId, channel.id());
  }

  /** What settings become. May be asked more than once, and does nothing but answer. */
  @FunctionalInterface
  public interface Rule {

    /**
     * The settings to store, with sorted keys; missing if those that are there shall go.
     *
     * @param before what is there; asking fails if that can't be read
     * @param seen what is known of the tokens that are there
     * @throws ApiException if nothing shall be stored
     */
    JsonNode of(Supplier<Optional<ChannelSettings>> before, SeenTokens seen);
  }

  /** Tells no token. */
  @Override
  public String toString() {
    return "SettingsChange[userId=" + userId + ", channel=" + channel + "]";
  }
}
