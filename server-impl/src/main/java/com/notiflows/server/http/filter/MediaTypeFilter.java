package com.notiflows.server.http.filter;

import com.notiflows.server.problem.RequestErrors;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Rejects bodies whose Content-Type is not JSON in UTF-8, if the operation has a body. */
@PreMatching
@Priority(FilterOrder.MEDIA_TYPE)
public final class MediaTypeFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    if (RequestTarget.of(request).operation().body().isEmpty()) {
      request.getHeaders().remove(HttpHeaders.CONTENT_TYPE); // Jersey would evaluate it
      return;
    }
    String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (!isJson(request) || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
      throw RequestErrors.unsupportedMediaType();
    }
    // Jersey can't read some parameters that any media type may have, such as q=2.
    request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
  }

  private static boolean isJson(ContainerRequestContext request) {
    @Nullable MediaType type;
    try {
      type = request.getMediaType();
    } catch (ProcessingException e) {
      return false; // an invalid media type is not JSON
    }
    if (type == null
        || !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)
        || type.isWildcardType()) {
      return false;
    }
    String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
    return !type.isWildcardSubtype() && charset.equalsIgnoreCase("utf-8");
  }
}
