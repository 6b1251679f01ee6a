package com.notiflows.server.http.ops;

import com.notiflows.server.http.WireRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Serves the endpoints for operators inside a servlet container, which lends a thread for each
 * request: so they wait when the container has none left.
 */
public final class OpsFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient OpsEndpoints endpoints;

  /** Serves these. */
  public OpsFilter(OpsEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = String.valueOf(request.getAttribute(WireRequest.RAW_PATH));
    if (!endpoints.serves(path)) {
      chain.doFilter(request, response);
      return;
    }
    String requestId = WireRequest.requestId(request.getAttribute(WireRequest.REQUEST_ID));
    OpsAnswer answer =
        endpoints.answer(request.getMethod(), path, requestId).toCompletableFuture().join();
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    if (answer.body().length > 0) {
      response.setContentLength(answer.body().length);
    }
    if (!request.getMethod().equals("HEAD")) {
      request.setAttribute(WireRequest.ANSWER, answer.body());
    }
  }
}
