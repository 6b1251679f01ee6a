package com.notiflows.server.http.wire;

import com.notiflows.server.spec.Limits;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a response without blocking a thread. Also reads the rest of the request body, up to a
 * limit: closing a connection while the client writes would reset it, and the client would not see
 * the response.
 */
final class AnswerSender implements WriteListener, AsyncListener {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerSender.class);

  /** The size that every container buffers, so that writing it does not block. */
  private static final int SMALL_BYTES = 8 * 1024;

  private static final int SLICE_BYTES = 32 * 1024;

  private final byte[] answer;
  private final AsyncContext context;
  private final ServletOutputStream out;
  private int sent;
  private boolean isSent;
  private boolean isBodyRead;

  private AnswerSender(
      HttpServletRequest request, HttpServletResponse response, byte[] answer, long limitSeconds)
      throws IOException {
    this.answer = answer;
    this.out = response.getOutputStream();
    this.context = request.startAsync();
    context.setTimeout(TimeUnit.SECONDS.toMillis(limitSeconds));
    context.addListener(this);
  }

  /**
   * Sends the body of a response whose status and headers are set.
   *
   * @param body the body of the request; if it is incomplete, the connection is closed at the end
   */
  static void send(
      HttpServletRequest request,
      HttpServletResponse response,
      byte[] answer,
      RequestBody body,
      Limits limits)
      throws IOException {
    boolean hasRest = !body.isConsumed() && BodyReceiver.of(request) == null;
    if (!body.isConsumed()) {
      response.setHeader("Connection", "close");
    }
    if (answer.length <= SMALL_BYTES && !hasRest) {
      response.getOutputStream().write(answer);
      return;
    }
    if (answer.length > 0) {
      response.setContentLength(answer.length);
    }
    long seconds = limits.pace().answerTime(answer.length).toSeconds();
    if (hasRest) {
      seconds = Math.max(seconds, limits.pace().bodySeconds());
    }
    AnswerSender sender = new AnswerSender(request, response, answer, seconds);
    sender.isBodyRead = !hasRest;
    if (hasRest) {
      ServletInputStream in = request.getInputStream();
      in.setReadListener(sender.new RestOfBody(in, limits));
    }
    sender.out.setWriteListener(sender);
  }

  @Override
  public synchronized void onWritePossible() throws IOException {
    while (!isSent && out.isReady()) {
      if (sent < answer.length) {
        int length = Math.min(SLICE_BYTES, answer.length - sent);
        out.write(answer, sent, length);
        sent += length;
      } else {
        isSent = true;
        out.flush();
      }
    }
    completeWhenDone();
  }

  private synchronized void endReading() {
    isBodyRead = true;
    completeWhenDone();
  }

  private void completeWhenDone() {
    if (isSent && isBodyRead) {
      context.complete();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    LOG.debug("The client has closed the connection: {}", thrown.getClass().getName());
    context.complete();
  }

  @Override
  public synchronized void onTimeout(AsyncEvent event) {
    if (isSent) {
      context.complete();
    }
    // Otherwise the container aborts the response.
  }

  @Override
  public void onComplete(AsyncEvent event) {
    // Nothing to release.
  }

  @Override
  public void onError(AsyncEvent event) {
    // Handled by the other listeners.
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nothing is sent after the response.
  }

  /** Reads and discards the rest of the body, up to a limit. */
  private final class RestOfBody implements ReadListener {

    private final ServletInputStream in;
    private long left;

    RestOfBody(ServletInputStream in, Limits limits) {
      this.in = in;
      this.left = (long) limits.bodyBytes() * WireFilter.BODIES_READ_ON;
    }

    @Override
    public void onDataAvailable() throws IOException {
      byte[] buffer = new byte[16 * 1024];
      while (left > 0 && in.isReady() && !in.isFinished()) {
        left -= in.read(buffer);
      }
      if (left <= 0) {
        endReading();
      }
    }

    @Override
    public void onAllDataRead() {
      endReading();
    }

    @Override
    public void onError(Throwable thrown) {
      LOG.debug("The rest of a body is missing: {}", thrown.getClass().getName());
      endReading();
    }
  }
}
