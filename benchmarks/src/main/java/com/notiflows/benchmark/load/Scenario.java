package com.notiflows.benchmark.load;

/**
 * One kind of request. Path and body are templates, see {@link Variable}.
 *
 * @param id a short name, used in options and in the names of figures
 * @param title a description for people
 * @param body empty for none
 * @param keyed whether each request has its own {@code Idempotency-Key}
 * @param items the number of users per request
 * @param base the JDBC work to compare with; empty for none
 */
public record Scenario(
    String id,
    String title,
    String method,
    String path,
    String body,
    boolean keyed,
    int items,
    String base) {

  /** The same requests, each with an {@code Idempotency-Key}. */
  public Scenario withKeys() {
    return new Scenario(id + "Keyed", title, method, path, body, true, items, base);
  }

  /** The same requests under another name. */
  public Scenario named(String otherId, String otherTitle) {
    return new Scenario(otherId, otherTitle, method, path, body, keyed, items, base);
  }
}
