package com.notiflows.server.http.filter;

/**
 * The order in which requests are validated, which is part of the API: the first fault decides the
 * response. Every filter that may reject a request has its priority here.
 */
final class FilterOrder {

  /** Route and method: 404, 405. */
  static final int ROUTE = 100;

  /** Whether the server takes requests yet: 503. */
  static final int AVAILABILITY = 150;

  /** Credentials: 401. */
  static final int AUTHENTICATION = 200;

  /** Budgets of requests: 429. */
  static final int RATE_LIMIT = 250;

  /** Path, query and headers: 400. */
  static final int SYNTAX = 300;

  /** {@code Accept}: 406. */
  static final int ACCEPT = 400;

  /** Media type of the body: 415. Size, syntax and schema are validated when the body is read. */
  static final int MEDIA_TYPE = 500;

  private FilterOrder() {}
}
