package com.notiflows.benchmark.load;

import java.util.Map;

/**
 * A project that requests go to.
 *
 * @param channels the ids of its channels, by handle
 * @param users how many users it has: numbers 0 to {@code users - 1}
 */
public record Tenant(String publicKey, String secretKey, Map<String, String> channels, int users) {

  /** Leaves the keys out. */
  @Override
  public String toString() {
    return "Tenant[users=" + users + "]";
  }
}
