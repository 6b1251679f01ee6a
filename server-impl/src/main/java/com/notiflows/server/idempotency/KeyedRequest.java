package com.notiflows.server.idempotency;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.Secrets;

/**
 * A write with an idempotency key.
 *
 * @param key the key as it was sent
 * @param resource the operation and what its path names, equal for all spellings of the path
 * @param content the body and the preconditions, equal for equal requests
 */
public record KeyedRequest(String key, String resource, String content) {

  /** What the key is good for, within a project. Users who are signed in never meet. */
  byte[] scopeHash(Access access) {
    return Secrets.hash(
        JsonNodeFactory.instance
            .arrayNode()
            .add(resource)
            .add(access.externalId().orElse(null))
            .add(key)
            .toString());
  }

  byte[] fingerprint() {
    return Secrets.hash(content);
  }

  /** Tells no content, which holds tokens. */
  @Override
  public String toString() {
    return "KeyedRequest[key=" + key + "]";
  }
}
