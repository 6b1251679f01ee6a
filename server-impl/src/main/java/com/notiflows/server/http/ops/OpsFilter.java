package com.notiflows.server.http.ops;

import com.notiflows.server.http.WireRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

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
    String requestId = WireRequest.requestId(request.getAttribute(WireRequest.REQUEST_ID));
    Optional<CompletionStage<OpsAnswer>> found =
        endpoints.answer(request.getMethod(), path, requestId);
    if (found.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    OpsAnswer answer = found.get().toCompletableFuture().join();
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentLength(answer.body().length);
    if (!request.getMethod().equals("HEAD")) {
      request.setAttribute(WireRequest.ANSWER, answer.body());
    }
  }
}
