package com.notiflows.server.http.wire;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.http.error.ErrorAnswer;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.spec.Limits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The outermost room: names the call, judges the size of target and headers, keeps the path as it
 * came, and turns whatever escapes from the rooms within into the envelope.
 */
public final class WireFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient Failures failures;
  private final transient Limits limits;

  /** Judges by those limits. */
  public WireFilter(Failures failures, Limits limits) {
    this.failures = failures;
    this.limits = limits;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    String requestId =
        WireRequest.requestId(Collections.list(request.getHeaders(WireRequest.REQUEST_ID_HEADER)));
    request.setAttribute(WireRequest.REQUEST_ID, requestId);
    response.setHeader(WireRequest.REQUEST_ID_HEADER, requestId);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    try {
      judgeSize(request);
      if (isCodedOtherwise(request)) {
        answer(response, failures.answer(501, requestId), null);
        return;
      }
      String path = belowContext(request);
      request.setAttribute(WireRequest.RAW_PATH, path);
      request.setAttribute(WireRequest.RAW_QUERY, request.getQueryString());
      chain.doFilter(new PlainRequest(request, path), response);
      if (isBareError(response)) {
        answer(response, failures.answer(response.getStatus(), requestId), null);
      }
    } catch (Exception | LinkageError | StackOverflowError e) {
      answer(response, failures.answer(e, requestId), e);
    }
    UnreadBody.drain(request, response, limits);
  }

  /**
   * A transfer coding that a container passes over would make us read another body than was sent.
   */
  private static boolean isCodedOtherwise(HttpServletRequest request) {
    String coding = request.getHeader("Transfer-Encoding");
    return coding != null && !coding.equalsIgnoreCase("chunked");
  }

  /** An error that something other than our mapper has answered, without the envelope. */
  private static boolean isBareError(HttpServletResponse response) {
    return response.getStatus() >= 400
        && response.getContentType() == null
        && !response.isCommitted();
  }

  /** Sends an answer, if none is on its way yet. */
  private static void answer(
      HttpServletResponse response, ErrorAnswer answer, @Nullable Throwable cause)
      throws IOException {
    if (response.isCommitted()) {
      throw new IOException("The answer broke off", cause);
    }
    response.resetBuffer();
    ErrorWriter.write(response, answer);
  }

  private void judgeSize(HttpServletRequest request) {
    String query = request.getQueryString();
    int target = bytes(target(request)) + (query == null ? 0 : 1 + bytes(query));
    if (target > limits.targetBytes()) {
      throw ApiException.tooLarge(ErrorCode.URI_TOO_LONG, limits.targetBytes());
    }
    if (headerBytes(request) > limits.headerBytes()) {
      throw ApiException.tooLarge(ErrorCode.HEADERS_TOO_LARGE, limits.headerBytes());
    }
  }

  /** What the headers take on the wire, with the colon, the space and the line end of each. */
  private static long headerBytes(HttpServletRequest request) {
    long sum = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        sum += bytes(name) + bytes(value) + 4;
      }
    }
    return sum;
  }

  private static String target(HttpServletRequest request) {
    return request.getAttribute(WireRequest.RAW_PATH) instanceof String raw
        ? raw
        : request.getRequestURI();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The path without the context path, which has as many segments however it was spelled. */
  private static String belowContext(HttpServletRequest request) {
    String path = target(request);
    int start = 0;
    for (long i = request.getContextPath().chars().filter(c -> c == '/').count(); i > 0; i--) {
      int slash = path.indexOf('/', start + 1);
      start = slash < 0 ? path.length() : slash;
    }
    return path.substring(start);
  }
}
