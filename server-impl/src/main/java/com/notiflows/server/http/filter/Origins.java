package com.notiflows.server.http.filter;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** The origin of the calling page, from the Origin header. */
final class Origins {

  static final String HEADER = "Origin";

  private Origins() {}

  /** The origin of a page, unless the page is from this server, like the docs. */
  static Optional<String> foreign(ContainerRequestContext request) {
    List<String> values = request.getHeaders().get(HEADER);
    if (values == null || values.isEmpty()) {
      return Optional.empty();
    }
    String origin = String.join(",", values);
    String host = request.getHeaderString(HttpHeaders.HOST);
    boolean isOurs = origin.equals("https://" + host) || origin.equals("http://" + host);
    return isOurs ? Optional.empty() : Optional.of(origin);
  }
}
