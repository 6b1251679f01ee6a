package com.notiflows.server.http.error;

import com.notiflows.server.http.BodyPendingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Passes every exception to {@link EnvelopeFilter}, which creates the response. */
public final class FailureMapper implements ExceptionMapper<Throwable> {

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException known && known.getResponse().getStatus() < 400) {
      return known.getResponse();
    }
    if (thrown instanceof BodyPendingException) {
      return Response.noContent().build(); // is dropped
    }
    return Response.serverError().entity(new Thrown(thrown)).build();
  }

  /** The exception, for the filter. */
  record Thrown(Throwable cause) {}
}
