package com.notiflows.server.http.filter;

import com.notiflows.server.http.Caller;
import com.notiflows.server.http.WireRequest;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessRequest;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.projects.Credential;
import com.notiflows.server.projects.UserKeys;
import com.notiflows.server.rates.Allowance;
import com.notiflows.server.rates.RateLimits;
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
  private final RateLimits limits;
  private final ClientAddresses clients;

  /** Authenticates callers with that service. Limits how often a client address fails. */
  public AuthenticationFilter(AccessService accesses, RateLimits limits, ClientAddresses clients) {
    this.accesses = accesses;
    this.limits = limits;
    this.clients = clients;
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
    Access access = authenticate(request, asked);
    request.setProperty(WireRequest.PROJECT_ID, access.projectId());
    request.setSecurityContext(
        new Caller.Context(
            new Caller(access, target.resource(), WireRequest.requestId(request)),
            request.getSecurityContext()));
  }

  /**
   * Takes the failure in advance, so that concurrent failures are limited too. A client without any
   * left can still use keys that this process remembers. A request without a possible public key is
   * not counted, because it is rejected without a look-up: else anybody could use up the failures
   * of those who share the address.
   */
  private Access authenticate(ContainerRequestContext request, AccessRequest asked) {
    if (asked.publicKey().filter(AccessService::isPossible).isEmpty()) {
      return accesses.open(asked);
    }
    String client = clients.of(request);
    Optional<Allowance> failure = limits.takeFailure(client);
    if (failure.filter(each -> !each.isGranted()).isPresent()) {
      if (!accesses.isRemembered(asked)) {
        RateLimitFilter.attach(request, failure.get());
        throw limits.refuse(failure.get());
      }
      return accesses.open(asked);
    }
    boolean isFailed = false;
    try {
      return accesses.open(asked);
    } catch (ApiException e) {
      isFailed = e.code() == ErrorCode.UNAUTHENTICATED;
      throw e;
    } finally {
      if (failure.isPresent() && isFailed) {
        RateLimitFilter.attach(request, failure.get());
      } else {
        failure.ifPresent(each -> limits.giveBackFailure(each, client));
      }
    }
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
