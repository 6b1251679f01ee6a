package com.notiflows.server.http.error;

import com.notiflows.server.http.WireRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;

/** Converts every Jersey response with status 400 or above to the envelope. */
public final class EnvelopeFilter implements ContainerResponseFilter {

  private final Failures failures;

  /** Uses the failures for the responses. */
  public EnvelopeFilter(Failures failures) {
    this.failures = failures;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String requestId = WireRequest.requestId(request);
    response.getHeaders().putSingle(WireRequest.REQUEST_ID_HEADER, requestId);
    if (response.getStatus() < 400) {
      return;
    }
    ErrorAnswer answer =
        response.getEntity() instanceof FailureMapper.Thrown thrown
            ? failures.answer(thrown.cause(), requestId)
            : failures.answer(response.getStatus(), requestId);
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::putSingle);
    response.setEntity(answer.body(), null, MediaType.APPLICATION_JSON_TYPE);
  }
}
