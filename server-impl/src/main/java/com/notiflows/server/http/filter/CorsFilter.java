package com.notiflows.server.http.filter;

import com.notiflows.server.http.Caller;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.projects.OriginService;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.Route;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allows pages of allowed origins to read responses of the User API, including errors. A preflight
 * request has an origin but no project, so it succeeds if any project allows the origin. The
 * request itself is rejected unless its own project allows the origin.
 */
public final class CorsFilter implements ContainerResponseFilter {

  private static final Logger LOG = LoggerFactory.getLogger(CorsFilter.class);
  private static final String ASKED_METHOD = "Access-Control-Request-Method";
  private static final String ASKED_HEADERS = "Access-Control-Request-Headers";
  private static final String READABLE =
      "etag, idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-request-id,"
          + " x-should-retry, x-tokens-moved";
  private static final Pattern HEADER_NAMES =
      Pattern.compile("[A-Za-z0-9-]++(?:, ?+[A-Za-z0-9-]++)*+");

  private final OriginService origins;
  private final Limits limits;

  /** Uses the service to look up allowed origins. */
  public CorsFilter(OriginService origins, Limits limits) {
    this.origins = origins;
    this.limits = limits;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Optional<Route> route = RouteFilter.routeOf(request).filter(Route::isOpenToPages);
    if (route.isEmpty()) {
      return;
    }
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.add(HttpHeaders.VARY, Origins.HEADER);
    Optional<String> origin = Origins.foreign(request).filter(name -> isAllowed(request, name));
    if (origin.isEmpty()) {
      return;
    }
    headers.putSingle("Access-Control-Allow-Origin", origin.get());
    headers.putSingle("Access-Control-Expose-Headers", READABLE);
    if (request.getMethod().equals(HttpMethod.OPTIONS)
        && request.getHeaderString(ASKED_METHOD) != null) {
      headers.add(HttpHeaders.VARY, ASKED_HEADERS);
      headers.putSingle("Access-Control-Allow-Methods", route.get().allow());
      headers.putSingle("Access-Control-Max-Age", limits.preflightMaxAgeSeconds());
      String asked = request.getHeaderString(ASKED_HEADERS);
      if (asked != null && HEADER_NAMES.matcher(asked).matches()) {
        headers.putSingle("Access-Control-Allow-Headers", asked);
      }
    }
  }

  private boolean isAllowed(ContainerRequestContext request, String origin) {
    if (request.getSecurityContext().getUserPrincipal() instanceof Caller) {
      return true; // authentication has checked the origin
    }
    try {
      return origins.isKnown(origin);
    } catch (DatabaseException e) {
      LOG.debug("Can't check whether a page may read the response: {}", e.getMessage());
      return false;
    }
  }
}
