package com.notiflows.server.http.filter;

/**
 * The order in which a request is validated, which is the order of the wire contract: a request
 * with two faults is answered for the first. Every filter that may refuse one takes its priority
 * from here.
 */
final class FilterOrder {

  /** Route and method: 404, 405. */
  static final int ROUTE = 100;

  /** Whether the server takes requests yet: 503. */
  static final int AVAILABILITY = 150;

  /** Credentials: 401. */
  static final int AUTHENTICATION = 200;

  /** Path, query and headers: 400. */
  static final int SYNTAX = 300;

  /** {@code Accept}: 406. */
  static final int ACCEPT = 400;

  /** Media type of the body: 415. Its size, syntax and shape follow when it is read. */
  static final int MEDIA_TYPE = 500;

  private FilterOrder() {}
}
