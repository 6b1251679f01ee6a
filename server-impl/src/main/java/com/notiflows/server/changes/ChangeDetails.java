package com.notiflows.server.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a change that is removed when the user is erased.
 *
 * @param externalId empty if the change erases the user
 * @param requestId empty if no request made the change
 */
public record ChangeDetails(
    Optional<String> externalId,
    Optional<String> requestId,
    Optional<MaskedState> before,
    Optional<MaskedState> after) {

  /** What is left of the details of an erased user. */
  public static final ChangeDetails REMOVED =
      new ChangeDetails(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final StrictJson JSON = StrictJson.stored();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String AFTER = "after";
  private static final String BEFORE = "before";
  private static final String ENDPOINTS = "endpoints";
  private static final String EXTERNAL_ID = "external_id";
  private static final String FIELDS = "fields";
  private static final String REQUEST_ID = "request_id";
  private static final String SALT = "salt";
  private static final String UPDATED_AT = "updated_at";

  /** The details of a change. */
  static ChangeDetails of(Change change) {
    return new ChangeDetails(
        change.externalId(), change.author().requestId(), change.before(), change.after());
  }

  /**
   * As stored.
   *
   * @param salt random, so that the hash of removed details reveals nothing about them
   */
  String write(String salt) {
    ObjectNode json = NODES.objectNode();
    after.ifPresent(state -> json.set(AFTER, write(state)));
    before.ifPresent(state -> json.set(BEFORE, write(state)));
    externalId.ifPresent(id -> json.put(EXTERNAL_ID, id));
    requestId.ifPresent(id -> json.put(REQUEST_ID, id));
    return json.put(SALT, salt).toString();
  }

  /** Reads stored details. */
  static ChangeDetails read(String text) {
    try {
      JsonNode json = JSON.read(text);
      return new ChangeDetails(
          Optional.ofNullable(json.get(EXTERNAL_ID)).map(JsonNode::textValue),
          Optional.ofNullable(json.get(REQUEST_ID)).map(JsonNode::textValue),
          Optional.ofNullable(json.get(BEFORE)).map(ChangeDetails::state),
          Optional.ofNullable(json.get(AFTER)).map(ChangeDetails::state));
    } catch (InvalidJsonException e) {
      throw new IllegalStateException("The details of a change are not JSON", e);
    }
  }

  private static ObjectNode write(MaskedState state) {
    ObjectNode json = NODES.objectNode();
    state.endpoints().forEach(json.putArray(ENDPOINTS)::add);
    state.fields().forEach(json.putArray(FIELDS)::add);
    return json.put(UPDATED_AT, state.updatedAt().toString());
  }

  private static MaskedState state(JsonNode json) {
    return new MaskedState(
        Instant.parse(json.path(UPDATED_AT).textValue()),
        texts(json.path(ENDPOINTS)),
        texts(json.path(FIELDS)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(entry -> texts.add(entry.textValue()));
    return texts;
  }

  /** Omits everything because it identifies a user. */
  @Override
  public String toString() {
    return "ChangeDetails";
  }
}
