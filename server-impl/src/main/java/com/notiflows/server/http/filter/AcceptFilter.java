package com.notiflows.server.http.filter;

import com.notiflows.server.problem.RequestErrors;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;

/** Rejects Accept headers that exclude JSON. The most specific range for JSON decides. */
@PreMatching
@Priority(FilterOrder.ACCEPT)
public final class AcceptFilter implements ContainerRequestFilter {

  private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE;
  private static final Pattern NO_QUALITY = Pattern.compile("0(\\.0{0,3})?");

  @Override
  public void filter(ContainerRequestContext request) {
    MediaType closest = null;
    for (MediaType range : request.getAcceptableMediaTypes()) {
      boolean closer = closest == null || closeness(range) > closeness(closest);
      if (range.isCompatible(JSON) && closer) {
        closest = range;
      }
    }
    if (closest == null || refused(closest)) {
      throw RequestErrors.notAcceptable();
    }
    request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
  }

  private static int closeness(MediaType range) {
    if (range.isWildcardType()) {
      return 0;
    }
    return range.isWildcardSubtype() ? 1 : 2;
  }

  private static boolean refused(MediaType range) {
    String quality = range.getParameters().get("q");
    return quality != null && NO_QUALITY.matcher(quality).matches();
  }
}
