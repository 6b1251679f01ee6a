package com.notiflows.server.rates;

/**
 * A limit of requests per time. It refills evenly.
 *
 * @param name its name in the spec, such as {@code writes}
 * @param requests how many requests it has when it is full
 * @param seconds how long an empty budget takes to fill, 1 to 60
 */
public record Budget(String name, int requests, int seconds) {

  /** The value of the header {@code RateLimit-Policy}. */
  String policy() {
    return "\"" + name + "\";q=" + requests + ";w=" + seconds;
  }
}
