package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.util.Optional;
import java.util.function.Function;

/** Runs work again for as long as somebody else is first. */
public final class Races {

  /** A lost race costs one round; so many in a row mean that there is no getting through. */
  private static final int ROUNDS = 100;

  private Races() {}

  /**
   * The result of the first round that is not lost.
   *
   * @param round is told how the round before it was lost: {@code DUPLICATE}, {@code PARENT_GONE}
   *     or {@code OVERTAKEN}; empty at first
   * @throws DatabaseException if a round fails otherwise, or all are lost
   */
  public static <T> T run(Function<Optional<Kind>, T> round) {
    Optional<Kind> lost = Optional.empty();
    for (int i = 0; i < ROUNDS; i++) {
      try {
        return round.apply(lost);
      } catch (DatabaseException e) {
        if (!e.isLostRace()) {
          throw e;
        }
        lost = Optional.of(e.kind());
      }
    }
    throw DatabaseException.busy();
  }
}
