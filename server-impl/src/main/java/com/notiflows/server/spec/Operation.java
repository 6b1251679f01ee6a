package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One operation of the spec, as far as the server validates requests by it.
 *
 * @param id its {@code operationId}
 * @param credentials what a caller has to show
 * @param pathParameters the check of each parameter of the path
 * @param queryParameters the check of each parameter of the query
 * @param headerParameters those of the headers
 * @param body the check of the body; empty if the operation takes none
 */
public record Operation(
    String id,
    Credentials credentials,
    Map<String, Parameter> pathParameters,
    Map<String, Parameter> queryParameters,
    Map<String, Parameter> headerParameters,
    Optional<SchemaCheck> body) {

  /** Copies the maps, in their order: it decides which of two faults is reported. */
  public Operation {
    pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
    queryParameters = Collections.unmodifiableMap(new LinkedHashMap<>(queryParameters));
    headerParameters = Collections.unmodifiableMap(new LinkedHashMap<>(headerParameters));
  }

  /** What a caller has to show. */
  public enum Credentials {
    /** Nothing. */
    NONE,
    /** The public key of a project and a secret one. */
    SECRET_KEY,
    /** The public key of a project and what tells which of its users is signed in. */
    USER_KEY
  }

  /**
   * A parameter.
   *
   * @param check its schema
   * @param isNumber whether it is a whole number
   * @param reason what a 400 calls a value that fails
   * @param expected what a value has to be, for people
   */
  public record Parameter(SchemaCheck check, boolean isNumber, String reason, String expected) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    /** Whether its values are ids of ours, which have two spellings. */
    public boolean isId() {
      return reason.equals("invalid_uuid");
    }

    /** True if the text is a value of this parameter. */
    public boolean accepts(String text) {
      if (!isNumber) {
        return check.accepts(TextNode.valueOf(text));
      }
      return DIGITS.matcher(text).matches()
          && check.accepts(IntNode.valueOf(Integer.parseInt(text)));
    }
  }
}
