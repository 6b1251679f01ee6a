package com.notiflows.server.http.filter;

import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.Unavailable;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.Optional;
import java.util.function.Supplier;

/** Refuses requests before the database is prepared. A server that stops finishes its requests. */
@PreMatching
@Priority(FilterOrder.AVAILABILITY)
public final class AvailabilityFilter implements ContainerRequestFilter {

  private final Supplier<Optional<Unavailable>> obstacle;
  private final int retryAfterSeconds;

  /** Asks why no requests are taken; empty if they are. */
  public AvailabilityFilter(Supplier<Optional<Unavailable>> obstacle, int retryAfterSeconds) {
    this.obstacle = obstacle;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<Unavailable> reason = obstacle.get().filter(each -> each != Unavailable.SHUTTING_DOWN);
    if (reason.isPresent()) {
      throw ApiException.unavailable(reason.get(), retryAfterSeconds);
    }
  }
}
