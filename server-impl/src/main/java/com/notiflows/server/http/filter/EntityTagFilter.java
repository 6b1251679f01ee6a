package com.notiflows.server.http.filter;

import com.notiflows.server.http.EntityTags;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;

/**
 * Adds an entity tag to successful responses, and returns 304 if the caller has the current one.
 */
public final class EntityTagFilter implements ContainerResponseFilter {

  private final EntityTags tags;

  /** Uses the tags. */
  public EntityTagFilter(EntityTags tags) {
    this.tags = tags;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    boolean isTold =
        response.getStatus() == Status.OK.getStatusCode()
            || response.getStatus() == Status.CREATED.getStatusCode();
    if (!isTold || !response.hasEntity()) {
      return;
    }
    byte[] body =
        response.getEntity() instanceof byte[] written ? written : tags.write(response.getEntity());
    String tag = EntityTags.of(body);
    response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
    String known = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    if (isRead && known != null && EntityTags.names(known, tag)) {
      response.setStatus(Status.NOT_MODIFIED.getStatusCode());
      response.setEntity(null);
      response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    } else {
      response.setEntity(body, null, MediaType.APPLICATION_JSON_TYPE);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, body.length); // also for HEAD
    }
  }
}
