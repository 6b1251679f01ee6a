package com.notiflows.server.projects;

import com.notiflows.server.projects.KeyService.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The properties of a new key.
 *
 * @param label for people, as {@link Names} allows
 * @param lifetime empty for unlimited
 * @param scopes the scopes of a secret key; none for all
 */
public record NewKey(
    Kind kind, Optional<String> label, Optional<Duration> lifetime, Set<String> scopes) {

  /** Copies the set. */
  public NewKey {
    scopes = Set.copyOf(scopes);
  }

  /** A key without a label and without limits. */
  public static NewKey of(Kind kind) {
    return new NewKey(kind, Optional.empty(), Optional.empty(), Set.of());
  }
}
