package com.notiflows.server.http.wire;

import com.notiflows.server.spec.Limits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on when a request was answered before its body was read: else the connection is reset under
 * a client that still writes, and it never sees the answer.
 */
final class UnreadBody {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
  private static final int LIMITS_READ_ON = 8;
  private static final long TIME_LIMIT = TimeUnit.SECONDS.toNanos(10);

  private UnreadBody() {}

  static void drain(HttpServletRequest request, HttpServletResponse response, Limits limits)
      throws IOException {
    boolean waits = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    if (waits
        || (request.getContentLengthLong() <= 0
            && request.getHeader("Transfer-Encoding") == null)) {
      return; // a client that waits for leave has sent nothing yet
    }
    if (request.getInputStream().isFinished()) {
      return;
    }
    response.flushBuffer();
    long end = System.nanoTime() + TIME_LIMIT;
    long left = (long) limits.bodyBytes() * LIMITS_READ_ON;
    byte[] buffer = new byte[64 * 1024];
    try {
      InputStream in = request.getInputStream();
      int count = 0;
      while (count >= 0 && left > 0 && System.nanoTime() < end) {
        count = in.read(buffer);
        left -= count;
      }
    } catch (IOException | IllegalStateException e) {
      // The answer is sent. The client has gone or its body is broken: the container closes.
      LOG.debug("An unread body broke off: {}", e.getClass().getName());
    }
  }
}
