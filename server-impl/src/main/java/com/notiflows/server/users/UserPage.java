package com.notiflows.server.users;

import java.util.List;
import java.util.Optional;

/**
 * A page of users, newest first.
 *
 * @param after the cursor of the page that follows; empty on the last
 * @param before the cursor of the page before; empty on the first
 * @param limit how many users a page has at the most
 */
public record UserPage(
    List<User> users, Optional<String> after, Optional<String> before, int limit) {

  /** Copies the list. */
  public UserPage {
    users = List.copyOf(users);
  }

  /**
   * Which page is asked for.
   *
   * @param after a cursor of an earlier page
   * @param before a cursor of an earlier page; without meaning if {@code after} is given
   * @param limit how many users at the most
   */
  public record Query(
      Optional<String> after,
      Optional<String> before,
      int limit,
      Optional<java.time.Instant> createdAfter,
      Optional<java.time.Instant> createdBefore) {}
}
