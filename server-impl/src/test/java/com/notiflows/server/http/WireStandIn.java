package com.notiflows.server.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps the raw path and query, as the servlet filter of a server does. */
@PreMatching
@Priority(1)
final class WireStandIn implements ContainerRequestFilter {

  /** The header for a test path that is no valid URI. */
  static final String PATH = "x-test-path";

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getHeaderString(PATH);
    if (path != null) {
      request.setProperty(WireRequest.RAW_PATH, path);
    }
    request.setProperty(WireRequest.RAW_QUERY, request.getUriInfo().getRequestUri().getRawQuery());
    // The lists of the test client are immutable, unlike those of a server.
    for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
      header.setValue(new ArrayList<>(header.getValue()));
    }
  }
}
