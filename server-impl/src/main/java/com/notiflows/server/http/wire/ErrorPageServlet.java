package com.notiflows.server.http.wire;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.http.error.ErrorAnswer;
import com.notiflows.server.http.error.Failures;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Replaces the error pages of a container. */
public final class ErrorPageServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Failures failures;

  /** Uses the failures for the responses. */
  public ErrorPageServlet(Failures failures) {
    this.failures = failures;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String requestId = WireRequest.requestId(request.getAttribute(WireRequest.REQUEST_ID));
    boolean isError = request.getDispatcherType() == DispatcherType.ERROR;
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    ErrorAnswer answer;
    if (isError && thrown instanceof Throwable cause) {
      answer = failures.answer(cause, requestId);
    } else {
      answer = failures.answer(isError && status instanceof Integer code ? code : 404, requestId);
    }
    ErrorWriter.write(response, answer);
  }
}
