package com.notiflows.server.http.filter;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Operation;
import com.notiflows.server.spec.PathSegment;
import com.notiflows.server.spec.Route;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the operation of a request in the bundled spec, and rewrites the path so that Jersey
 * decodes every id correctly, with any characters and any base path.
 */
@PreMatching
@Priority(FilterOrder.ROUTE)
public final class RouteFilter implements ContainerRequestFilter {

  private static final String ROUTE = RouteFilter.class.getName();

  private final BundledSpec spec;

  /** Uses the routes of the spec. */
  public RouteFilter(BundledSpec spec) {
    this.spec = spec;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    BundledSpec.Match match =
        spec.match(WireRequest.rawPath(request))
            .orElseThrow(() -> ApiException.notFound("route", null, "There is no such route."));
    Route route = match.route();
    request.setProperty(ROUTE, route);
    String method = request.getMethod();
    if (method.equals("OPTIONS")) {
      request.abortWith(Response.noContent().header(HttpHeaders.ALLOW, route.allow()).build());
      return;
    }
    Operation operation =
        route.operation(method).orElseThrow(() -> RequestErrors.methodNotAllowed(route.allow()));
    request.setProperty(WireRequest.OPERATION, operation);
    RequestTarget target =
        RequestTarget.of(operation, match.parameters(), WireRequest.rawQuery(request));
    target.attachTo(request);
    request.setRequestUri(
        request.getUriInfo().getBaseUri(), spelled(request, match, target.query()));
  }

  /** The route of a request, if it has one. */
  static Optional<Route> routeOf(ContainerRequestContext request) {
    return Optional.ofNullable((Route) request.getProperty(ROUTE));
  }

  private static URI spelled(
      ContainerRequestContext request, BundledSpec.Match match, Map<String, String> query) {
    StringBuilder uri = new StringBuilder(request.getUriInfo().getBaseUri().toString());
    uri.setLength(uri.length() - 1);
    for (String segment : match.route().segments()) {
      uri.append('/').append(spelled(segment, match.parameters()));
    }
    char separator = '?';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      uri.append(separator).append(parameter.getKey()).append('=');
      uri.append(PathSegment.encode(parameter.getValue()));
      separator = '&';
    }
    return URI.create(uri.toString());
  }

  private static String spelled(String segment, Map<String, PathSegment> parameters) {
    PathSegment parameter = Route.parameterOf(segment).map(parameters::get).orElse(null);
    if (parameter == null) {
      return segment;
    }
    // An id that can't be decoded is rejected before Jersey reads the path.
    return PathSegment.encode(parameter.text().orElse("?"));
  }
}
