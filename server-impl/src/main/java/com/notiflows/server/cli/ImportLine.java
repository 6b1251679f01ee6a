package com.notiflows.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line of an import: either settings or all subscriptions of the user on the channel.
 *
 * @param channel the handle of the channel
 * @param settings an object
 * @param subscriptions a list
 */
record ImportLine(
    String externalId,
    String channel,
    Optional<JsonNode> settings,
    Optional<JsonNode> subscriptions) {

  private static final String SETTINGS = "settings";
  private static final String SUBSCRIPTIONS = "subscriptions";
  private static final Set<String> NAMES = Set.of("channel", "user_id");

  /** A line is invalid. The message never quotes it, because it may contain tokens. */
  static final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String why;

    BadLineException(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /**
   * Reads a line.
   *
   * @throws BadLineException if the line is invalid
   */
  static ImportLine read(StrictJson json, byte[] text) throws BadLineException {
    JsonNode line = json(json, text);
    Optional<JsonNode> settings = Optional.ofNullable(line.get(SETTINGS));
    Optional<JsonNode> subscriptions = Optional.ofNullable(line.get(SUBSCRIPTIONS));
    Set<String> names = new TreeSet<>();
    line.fieldNames().forEachRemaining(names::add);
    names.removeAll(Set.of(SETTINGS, SUBSCRIPTIONS));
    boolean isWhole =
        names.equals(NAMES)
            && settings.isPresent() != subscriptions.isPresent()
            && line.path("user_id").isTextual()
            && line.path("channel").isTextual()
            && settings.map(JsonNode::isObject).orElse(true)
            && subscriptions.map(JsonNode::isArray).orElse(true);
    if (!isWhole) {
      throw new BadLineException(
          "needs user_id, channel and either settings or subscriptions, and nothing else");
    }
    return new ImportLine(
        line.path("user_id").textValue(),
        line.path("channel").textValue(),
        settings,
        subscriptions);
  }

  private static JsonNode json(StrictJson json, byte[] text) throws BadLineException {
    try {
      return json.read(text);
    } catch (InvalidJsonException e) {
      throw new BadLineException(e.problem());
    }
  }

  /** Omits settings and subscriptions because they contain device tokens. */
  @Override
  public String toString() {
    return "ImportLine[externalId=" + externalId + ", channel=" + channel + "]";
  }
}
