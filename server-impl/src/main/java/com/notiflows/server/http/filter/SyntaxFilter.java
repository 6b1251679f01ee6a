package com.notiflows.server.http.filter;

import com.notiflows.server.problem.ApiException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.List;

/**
 * Refuses a path, a query or a header that can't be read, and shows delegates each header as a
 * whole.
 */
@PreMatching
@Priority(FilterOrder.SYNTAX)
public final class SyntaxFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    RequestTarget target = RequestTarget.of(request);
    target
        .fault()
        .ifPresent(
            fault -> {
              throw fault;
            });
    for (String name : target.operation().headerParameters().keySet()) {
      List<String> lines = request.getHeaders().getOrDefault(name, List.of());
      if (lines.size() > 1) {
        request.getHeaders().putSingle(name, RequestTarget.joined(lines));
      }
    }
    try {
      request.getAcceptableMediaTypes();
    } catch (ProcessingException e) {
      throw ApiException.invalidParam(
          "invalid_param", "accept", "The Accept header must list media types.");
    }
  }
}
