package com.notiflows.server.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Does what the servlet filter does in a server: keeps path and query as they came. */
@PreMatching
@Priority(1)
final class WireStandIn implements ContainerRequestFilter {

  /** The header in which a test sends a path that no URI can hold. */
  static final String PATH = "x-test-path";

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getHeaderString(PATH);
    if (path != null) {
      request.setProperty(WireRequest.RAW_PATH, path);
    }
    request.setProperty(WireRequest.RAW_QUERY, request.getUriInfo().getRequestUri().getRawQuery());
    // The lists that the test client hands over can't be changed, unlike those of a server.
    for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
      header.setValue(new ArrayList<>(header.getValue()));
    }
  }
}
