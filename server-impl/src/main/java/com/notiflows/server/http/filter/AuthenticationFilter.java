package com.notiflows.server.http.filter;

import com.notiflows.server.http.Caller;
import com.notiflows.server.projects.AccessRequest;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.spec.Identifiers;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.List;
import java.util.Optional;

/** Lets in calls with good keys. Only an operation that the spec calls public needs none. */
@PreMatching
@Priority(FilterOrder.AUTHENTICATION)
public final class AuthenticationFilter implements ContainerRequestFilter {

  private final AccessService accesses;

  /** Judges keys by that service. */
  public AuthenticationFilter(AccessService accesses) {
    this.accesses = accesses;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    RequestTarget target = RequestTarget.of(request);
    if (target.operation().isPublic()) {
      return;
    }
    AccessRequest asked =
        new AccessRequest(
            key(request, AccessService.API_KEY_HEADER),
            key(request, AccessService.SECRET_KEY_HEADER),
            Optional.ofNullable(target.path().get("user_id")),
            Optional.ofNullable(target.path().get("channel_id")).map(Identifiers::toUuid));
    request.setSecurityContext(
        new Caller.Context(new Caller(accesses.open(asked)), request.getSecurityContext()));
  }

  /** A header that comes twice holds no key: joined, it is found nowhere. */
  private static Optional<String> key(ContainerRequestContext request, String header) {
    List<String> values = request.getHeaders().get(header);
    return values == null || values.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(",", values)).filter(value -> !value.isEmpty());
  }
}
