package com.notiflows.server.http.filter;

import com.notiflows.server.http.Caller;
import com.notiflows.server.http.WireRequest;
import com.notiflows.server.projects.AccessRequest;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.projects.Credential;
import com.notiflows.server.projects.UserKeys;
import com.notiflows.server.spec.Identifiers;
import com.notiflows.server.spec.PathSegment;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.List;
import java.util.Optional;

/** Authenticates requests. Only operations that the spec declares public need no keys. */
@PreMatching
@Priority(FilterOrder.AUTHENTICATION)
public final class AuthenticationFilter implements ContainerRequestFilter {

  private final AccessService accesses;

  /** Authenticates callers with that service. */
  public AuthenticationFilter(AccessService accesses) {
    this.accesses = accesses;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    RequestTarget target = RequestTarget.of(request);
    Optional<Credential> credential =
        switch (target.operation().credentials()) {
          case NONE -> Optional.empty();
          case SECRET_KEY ->
              Optional.of(
                  new Credential.SecretKey(
                      header(request, AccessService.SECRET_KEY_HEADER),
                      target.operation().scope().orElseThrow()));
          case USER_KEY -> Optional.of(userKey(request));
        };
    credential.ifPresent(shown -> open(request, target, shown));
  }

  private void open(ContainerRequestContext request, RequestTarget target, Credential credential) {
    AccessRequest asked =
        new AccessRequest(
            header(request, AccessService.API_KEY_HEADER),
            credential,
            Optional.ofNullable(target.path().get("user_id")),
            Optional.ofNullable(target.path().get("channel_id")).map(Identifiers::toUuid));
    request.setSecurityContext(
        new Caller.Context(
            new Caller(accesses.open(asked), target.resource(), WireRequest.requestId(request)),
            request.getSecurityContext()));
  }

  private static Credential userKey(ContainerRequestContext request) {
    // An id that can't be decoded matches no user.
    Optional<String> claimed =
        header(request, UserKeys.USER_ID_HEADER).map(text -> PathSegment.decode(text).orElse(""));
    return new Credential.UserKey(
        header(request, UserKeys.USER_KEY_HEADER), claimed, Origins.foreign(request));
  }

  /** A repeated header is joined and so matches no key. */
  private static Optional<String> header(ContainerRequestContext request, String name) {
    List<String> values = request.getHeaders().get(name);
    return values == null || values.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(",", values)).filter(value -> !value.isEmpty());
  }
}
