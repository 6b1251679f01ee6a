package com.notiflows.server.spec;

import java.util.Map;
import java.util.Optional;

/**
 * One operation of the spec, as far as the server judges requests by it.
 *
 * @param id its {@code operationId}
 * @param isPublic true if it needs no credentials
 * @param pathParameters the check of each parameter of the path
 * @param body the check of the body; empty if the operation takes none
 */
public record Operation(
    String id,
    boolean isPublic,
    Map<String, PathParameter> pathParameters,
    Optional<SchemaCheck> body) {

  /** Copies the map. */
  public Operation {
    pathParameters = Map.copyOf(pathParameters);
  }

  /**
   * A parameter of the path.
   *
   * @param check its schema
   * @param reason what a 400 calls a value that fails
   * @param expected what a value has to be, for people
   */
  public record PathParameter(SchemaCheck check, String reason, String expected) {}
}
