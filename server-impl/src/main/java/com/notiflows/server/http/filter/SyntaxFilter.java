package com.notiflows.server.http.filter;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.PathSegment;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Refuses a path, a query or an {@code Accept} that can't be read. */
@PreMatching
@Priority(FilterOrder.SYNTAX)
public final class SyntaxFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    RequestTarget.of(request)
        .fault()
        .ifPresent(
            fault -> {
              throw fault;
            });
    if (PathSegment.decode(WireRequest.rawQuery(request)).isEmpty()) {
      throw ApiException.invalidParam(
          "invalid_param", "query", "The query must be percent-encoded as UTF-8.");
    }
    try {
      request.getAcceptableMediaTypes();
    } catch (ProcessingException e) {
      throw ApiException.invalidParam(
          "invalid_param", "accept", "The Accept header must list media types.");
    }
  }
}
