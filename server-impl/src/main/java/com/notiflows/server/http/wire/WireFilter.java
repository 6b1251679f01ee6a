package com.notiflows.server.http.wire;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.http.error.Failures;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.OutOfMemory;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.tracing.Tracing;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/**
 * The outermost filter: sets the request id, limits the size of target and headers, keeps the raw
 * path, and converts all exceptions to the envelope.
 *
 * <p>No thread waits for a client. A request whose body has not arrived is processed without it
 * first, which rejects most invalid requests. Only if the body is needed, it is received, and the
 * request is processed again.
 */
public final class WireFilter extends HttpFilter {

  /** How much of a rejected body is read and discarded, as a multiple of the maximum size. */
  static final int BODIES_READ_ON = 8;

  private static final long serialVersionUID = 1L;

  /** The largest body that is read at once, if it is complete. */
  private static final int AT_ONCE_BYTES = 16 * 1024;

  private final transient Failures failures;
  private final transient Limits limits;
  private final transient BodyMemory memory;
  private final transient RequestObserver observer;

  /** Uses the limits and the memory for bodies; reports each request to the observer. */
  public WireFilter(Failures failures, Limits limits, BodyMemory memory, RequestObserver observer) {
    this.failures = failures;
    this.limits = limits;
    this.memory = memory;
    this.observer = observer;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    BodyReceiver receiver = BodyReceiver.of(request);
    if (receiver == null) {
      processHead(request, response, chain);
      return;
    }
    BufferedResponse answer = named(request, response);
    try {
      process(request, answer, chain, receiver.body());
    } finally {
      receiver.release();
    }
    send(request, response, answer, receiver.body());
  }

  private void processHead(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException {
    observer.begin(request);
    request.setAttribute(WireRequest.PEER, request.getRemoteAddr());
    request.setAttribute(
        WireRequest.REQUEST_ID,
        WireRequest.requestId(Collections.list(request.getHeaders(WireRequest.REQUEST_ID_HEADER))));
    BufferedResponse answer = named(request, response);
    RequestBody body;
    boolean isAwaited;
    try (BodyMemory.Lease lease = memory.lease()) {
      body = announced(request, lease);
      isAwaited = process(request, answer, chain, body);
    }
    if (isAwaited) {
      answer.reset();
      BodyReceiver.receive(request, limits, memory);
    } else {
      send(request, response, answer, body);
    }
  }

  private static BufferedResponse named(HttpServletRequest request, HttpServletResponse response) {
    BufferedResponse answer = new BufferedResponse(response);
    String requestId = WireRequest.requestId(request.getAttribute(WireRequest.REQUEST_ID));
    WireRequest.responseHeaders(requestId).forEach(answer::setHeader);
    return answer;
  }

  /** The state of the body, without waiting for it. */
  private RequestBody announced(HttpServletRequest request, BodyMemory.Lease lease)
      throws IOException {
    boolean isChunked = request.getHeader("Transfer-Encoding") != null;
    String length = request.getHeader("Content-Length");
    if (!isChunked && (length == null || isZero(length))) {
      return RequestBody.NONE;
    }
    if (isChunked
        || length == null
        || "100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      return new RequestBody.Announced();
    }
    if (isLongerThan(limits.bodyBytes(), length)) {
      return new RequestBody.Refused(
          RequestErrors.tooLarge(ErrorCode.PAYLOAD_TOO_LARGE, limits.bodyBytes()), false);
    }
    int bytes = Integer.parseInt(length);
    boolean isThere = bytes <= AT_ONCE_BYTES && request.getInputStream().available() >= bytes;
    return isThere && lease.grow(bytes) && lease.tryEnter()
        ? new RequestBody.Arrived(request.getInputStream().readNBytes(bytes))
        : new RequestBody.Announced();
  }

  private static boolean isZero(String length) {
    return !length.isEmpty() && length.chars().allMatch(digit -> digit == '0');
  }

  private static boolean isLongerThan(int limit, String length) {
    return length.length() > 9 || Integer.parseInt(length) > limit;
  }

  /** Processes the request. Returns true if it needs a body that has not arrived yet. */
  private boolean process(
      HttpServletRequest request, BufferedResponse answer, FilterChain chain, RequestBody body) {
    String requestId = WireRequest.requestId(request.getAttribute(WireRequest.REQUEST_ID));
    BodyStream stream = new BodyStream(body);
    Tracing.Scope scope = observer.enter(request);
    try {
      if (request.getDispatcherType() == DispatcherType.REQUEST) {
        readTarget(request);
      }
      if (isCodedOtherwise(request)) {
        answer.write(failures.answer(501, requestId));
        return false;
      }
      String path = String.valueOf(request.getAttribute(WireRequest.RAW_PATH));
      chain.doFilter(new PlainRequest(request, path, stream), answer);
      if (isBareError(answer)) {
        answer.write(failures.answer(answer.getStatus(), requestId));
      }
    } catch (Exception | LinkageError | StackOverflowError e) {
      answer.write(failures.answer(e, requestId));
    } catch (OutOfMemoryError e) {
      OutOfMemory.check(e);
      throw e;
    } finally {
      scope.close();
    }
    return stream.wasAwaited();
  }

  private void send(
      HttpServletRequest request,
      HttpServletResponse response,
      BufferedResponse answer,
      RequestBody body)
      throws IOException {
    observer.end(
        request,
        answer.getStatus(),
        WireRequest.requestId(request.getAttribute(WireRequest.REQUEST_ID)));
    byte[] bytes =
        request.getAttribute(WireRequest.ANSWER) instanceof byte[] document
            ? document
            : answer.body();
    answer.declareLength();
    AnswerSender.send(request, response, bytes, body, limits);
  }

  /**
   * Whether there is a transfer coding that containers ignore, so that the body would be misread.
   */
  private static boolean isCodedOtherwise(HttpServletRequest request) {
    String coding = request.getHeader("Transfer-Encoding");
    return coding != null && !coding.equalsIgnoreCase("chunked");
  }

  /** Whether the response is an error without the envelope. */
  private static boolean isBareError(HttpServletResponse response) {
    return response.getStatus() >= 400 && response.getContentType() == null;
  }

  /** Checks the size of the target and the headers, and keeps the raw target. */
  private void readTarget(HttpServletRequest request) {
    String path =
        request.getAttribute(WireRequest.RAW_PATH) instanceof String raw
            ? raw
            : request.getRequestURI();
    String query =
        request.getAttribute(WireRequest.RAW_QUERY) instanceof String raw
            ? raw
            : request.getQueryString();
    int target = bytes(path) + (query == null ? 0 : 1 + bytes(query));
    if (target > limits.targetBytes()) {
      throw RequestErrors.tooLarge(ErrorCode.URI_TOO_LONG, limits.targetBytes());
    }
    if (headerBytes(request) > limits.headerBytes()) {
      throw RequestErrors.tooLarge(ErrorCode.HEADERS_TOO_LARGE, limits.headerBytes());
    }
    request.setAttribute(WireRequest.RAW_PATH, belowContext(path, request.getContextPath()));
    request.setAttribute(WireRequest.RAW_QUERY, query);
  }

  /** The size of the headers on the wire, including colon, space and line end of each. */
  private static long headerBytes(HttpServletRequest request) {
    long sum = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        sum += bytes(name) + bytes(value) + 4;
      }
    }
    return sum;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The path without the segments of the context path, in any encoding. */
  private static String belowContext(String path, String contextPath) {
    int start = 0;
    for (long i = contextPath.chars().filter(c -> c == '/').count(); i > 0; i--) {
      int slash = path.indexOf('/', start + 1);
      start = slash < 0 ? path.length() : slash;
    }
    return path.substring(start);
  }
}
