package com.notiflows.benchmark.load;

import java.util.Map;

/**
 * A project that receives requests.
 *
 * @param channels the ids of its channels, by handle
 * @param users the number of users, which are numbered from 0
 */
public record Tenant(String publicKey, String secretKey, Map<String, String> channels, int users) {

  /** Omits the keys because they are credentials. */
  @Override
  public String toString() {
    return "Tenant[users=" + users + "]";
  }
}
