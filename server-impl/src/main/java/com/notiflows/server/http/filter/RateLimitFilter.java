package com.notiflows.server.http.filter;

import com.notiflows.server.http.Caller;
import com.notiflows.server.projects.Access;
import com.notiflows.server.rates.Allowance;
import com.notiflows.server.rates.RateLimits;
import com.notiflows.server.spec.Operation;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.HexFormat;

/**
 * Takes each authenticated request from the budget of its operation, and adds the state of the
 * budget to the response. A request that is processed again with its body is not taken twice.
 */
@PreMatching
@Priority(FilterOrder.RATE_LIMIT)
public final class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String ALLOWANCE = Allowance.class.getName();

  private final RateLimits limits;

  /** Uses the budgets. */
  public RateLimitFilter(RateLimits limits) {
    this.limits = limits;
  }

  /** Lets the response state what a budget said. */
  static void attach(ContainerRequestContext request, Allowance allowance) {
    request.setProperty(ALLOWANCE, allowance);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getProperty(ALLOWANCE) == null
        && request.getSecurityContext().getUserPrincipal() instanceof Caller caller) {
      Operation operation = RequestTarget.of(request).operation();
      limits
          .take(operation.rateLimit().orElseThrow(), owner(operation, caller.access()))
          .ifPresent(allowance -> check(request, allowance));
    }
  }

  /** The project, or the signed-in user, whose external id may be an e-mail address. */
  private static String owner(Operation operation, Access access) {
    String project = access.projectId().toString();
    return operation.credentials() == Operation.Credentials.USER_KEY
        ? project
            + ":"
            + HexFormat.of().formatHex(access.project().tokenKey().hash(access.user()).bytes())
        : project;
  }

  private void check(ContainerRequestContext request, Allowance allowance) {
    attach(request, allowance);
    if (!allowance.isGranted()) {
      throw limits.refuse(allowance);
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(ALLOWANCE) instanceof Allowance allowance) {
      allowance.headers().forEach(response.getHeaders()::putSingle);
    }
  }
}
