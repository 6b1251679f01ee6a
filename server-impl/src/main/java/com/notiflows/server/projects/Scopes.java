package com.notiflows.server.projects;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Scopes of secret keys as they are stored: separated by spaces, null for all. */
final class Scopes {

  private Scopes() {}

  static Optional<Set<String>> parse(@Nullable String stored) {
    return stored == null ? Optional.empty() : Optional.of(Set.of(stored.split(" ", -1)));
  }

  /** Sorted, so that equal sets are stored as equal text. */
  static @Nullable String format(Set<String> scopes) {
    return scopes.isEmpty() ? null : String.join(" ", new TreeSet<>(scopes));
  }
}
