package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One operation of the spec: what the server needs to validate requests.
 *
 * @param id its {@code operationId}
 * @param credentials the required credentials
 * @param scope the scope that a secret key needs; empty if the operation takes no secret key
 * @param rateLimit the budget that a request takes from; empty if the operation is public
 * @param pathParameters the path parameters
 * @param queryParameters the query parameters
 * @param headerParameters the header parameters
 * @param body the check of the body; empty if the operation has none
 */
public record Operation(
    String id,
    Credentials credentials,
    Optional<String> scope,
    Optional<String> rateLimit,
    Map<String, Parameter> pathParameters,
    Map<String, Parameter> queryParameters,
    Map<String, Parameter> headerParameters,
    Optional<SchemaCheck> body) {

  /** Copies the maps. Their order decides which of two faults is reported. */
  public Operation {
    pathParameters = Collections.unmodifiableMap(new LinkedHashMap<>(pathParameters));
    queryParameters = Collections.unmodifiableMap(new LinkedHashMap<>(queryParameters));
    headerParameters = Collections.unmodifiableMap(new LinkedHashMap<>(headerParameters));
  }

  /** The required credentials. */
  public enum Credentials {
    /** None. */
    NONE,
    /** The public key of a project and a secret one. */
    SECRET_KEY,
    /** The public key of a project and a user key. */
    USER_KEY
  }

  /**
   * A parameter.
   *
   * @param check its schema
   * @param isNumber whether it is a whole number
   * @param reason the reason in a 400 response
   * @param expected the requirement for values, for people
   */
  public record Parameter(SchemaCheck check, boolean isNumber, String reason, String expected) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    /** Whether its values are ids of the server, which may be UUIDs or ULIDs. */
    public boolean isId() {
      return reason.equals("invalid_uuid");
    }

    /** Whether the text is a valid value. */
    public boolean accepts(String text) {
      if (!isNumber) {
        return check.accepts(TextNode.valueOf(text));
      }
      return DIGITS.matcher(text).matches()
          && check.accepts(IntNode.valueOf(Integer.parseInt(text)));
    }
  }
}
