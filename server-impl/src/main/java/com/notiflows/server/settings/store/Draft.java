package com.notiflows.server.settings.store;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.DeviceTokens;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings on their way from what is stored to what shall be. */
final class Draft {

  private final Place place;
  private final Optional<Access.Stored> before;
  private final Instant now;
  private final Optional<JsonNode> read;
  private Optional<JsonNode> after;
  private @Nullable String text;
  private @Nullable Set<String> tokens;
  private boolean isRemoved;

  Draft(Place place, Optional<Access.Stored> before, Instant now) {
    this.place = place;
    this.before = before;
    this.now = now;
    this.read = before.flatMap(stored -> CanonicalJson.readable(stored.settings()));
    this.after = read;
  }

  /** Where they are. */
  Place place() {
    return place;
  }

  /** What is stored. */
  Optional<Access.Stored> before() {
    return before;
  }

  /** Takes the settings that shall be stored; missing if those that are there shall go. */
  void become(JsonNode settings) {
    after = settings.isMissingNode() ? Optional.empty() : Optional.of(settings);
    text = null;
    tokens = null;
    isRemoved = after.isEmpty();
  }

  boolean isRemoved() {
    return isRemoved;
  }

  /** Takes a device token away, which another user has now. */
  void lose(String token) {
    ObjectNode settings = after.orElseThrow().deepCopy();
    ArrayNode tokens = settings.putArray(DEVICE_TOKENS);
    tokens().stream().filter(kept -> !kept.equals(token)).forEach(tokens::add);
    become(settings);
  }

  /** As text; empty if there are none, and shall be none. */
  Optional<String> text() {
    if (text == null && after.isPresent()) {
      text = CanonicalJson.write(after.get());
    }
    return Optional.ofNullable(text);
  }

  /** Whether other settings shall be stored than there are. */
  boolean isChanged() {
    return after.isPresent() && !text().equals(before.map(Access.Stored::settings));
  }

  /** Whether nobody can tell what is stored; it can be replaced, but not changed. */
  boolean isUnreadable() {
    return before.isPresent() && read.isEmpty();
  }

  /** The device tokens that are stored. */
  Set<String> tokensBefore() {
    return read.map(DeviceTokens::in).orElse(Set.of());
  }

  /** The device tokens that shall be stored. */
  Set<String> tokens() {
    Set<String> known = tokens;
    if (known == null) {
      known = after.map(DeviceTokens::in).orElse(Set.of());
      tokens = known;
    }
    return known;
  }

  /**
   * The settings as they shall be; empty if there are none.
   *
   * @param channel where they are
   * @throws IllegalStateException if what is stored can't be read and is not replaced
   */
  Optional<ChannelSettings> settings(Access.Channel channel) {
    if (isUnreadable() && after.isEmpty()) {
      throw CanonicalJson.unreadable();
    }
    Instant createdAt = before.map(Access.Stored::createdAt).orElse(now);
    Instant updatedAt = before.filter(b -> !isChanged()).map(Access.Stored::updatedAt).orElse(now);
    return after.map(
        settings ->
            new ChannelSettings(
                place.userId(), channel.id(), channel.provider(), settings, createdAt, updatedAt));
  }
}
