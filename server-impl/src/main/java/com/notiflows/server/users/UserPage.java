package com.notiflows.server.users;

import java.util.List;
import java.util.Optional;

/**
 * A page of users, newest first.
 *
 * @param after the cursor of the next page; empty on the last page
 * @param before the cursor of the previous page; empty on the first page
 * @param limit maximum number of users per page
 */
public record UserPage(
    List<User> users, Optional<String> after, Optional<String> before, int limit) {

  /** Copies the list. */
  public UserPage {
    users = List.copyOf(users);
  }

  /**
   * The requested page.
   *
   * @param after a cursor of an earlier page
   * @param before a cursor of an earlier page; ignored if {@code after} is given
   * @param limit maximum number of users
   */
  public record Query(
      Optional<String> after,
      Optional<String> before,
      int limit,
      Optional<java.time.Instant> createdAfter,
      Optional<java.time.Instant> createdBefore) {}
}
