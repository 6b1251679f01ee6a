package com.notiflows.server.http.wire;

import com.notiflows.server.http.error.ErrorAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends errors outside of Jersey. */
final class ErrorWriter {

  private ErrorWriter() {}

  static void write(HttpServletResponse response, ErrorAnswer answer) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType("application/json");
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }
}
