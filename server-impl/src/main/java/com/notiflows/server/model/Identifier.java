package com.notiflows.server.model;

/**
 * A device token or push endpoint together with its hash, so that it is hashed once.
 *
 * @param hash the HMAC of the text under the project's key
 */
public record Identifier(String text, Hash hash) {

  /** Omits the text because it is a device token. */
  @Override
  public String toString() {
    return "Identifier";
  }
}
