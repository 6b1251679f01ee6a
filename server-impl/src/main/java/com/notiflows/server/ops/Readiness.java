package com.notiflows.server.ops;

import com.notiflows.server.problem.Unavailable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether requests should be sent to this server. */
public final class Readiness {

  private final Availability availability;
  private final DatabaseProbe probe;

  /** Combines what the server knows of itself with what the database answers. */
  public Readiness(Availability availability, DatabaseProbe probe) {
    this.availability = availability;
    this.probe = probe;
  }

  /**
   * Why the server is not ready; empty if it is. Does not block; the result is there after a second
   * at the latest, and never fails.
   */
  public CompletionStage<Optional<Unavailable>> obstacle() {
    Optional<Unavailable> known = availability.obstacle();
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known);
    }
    return probe
        .isAnswering()
        .thenApply(
            isAnswering ->
                availability
                    .obstacle()
                    .or(
                        () ->
                            isAnswering
                                ? Optional.empty()
                                : Optional.of(Unavailable.DATABASE_UNREACHABLE)));
  }
}
