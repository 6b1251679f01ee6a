package com.notiflows.server.http.wire;

import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.spec.Limits;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives a body without blocking a thread, waits for memory to process it, and then dispatches
 * the request again.
 */
final class BodyReceiver implements ReadListener, AsyncListener {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReceiver.class);
  private static final int BUFFER_BYTES = 16 * 1024;

  private final Limits limits;
  private final BodyMemory.Lease lease;
  private final long start = System.nanoTime();
  private final AtomicReference<@Nullable RequestBody> outcome = new AtomicReference<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final AsyncContext context;
  private final ServletInputStream in;
  private @Nullable ApiException refusal;
  private long count;

  private BodyReceiver(HttpServletRequest request, Limits limits, BodyMemory memory)
      throws IOException {
    this.limits = limits;
    this.lease = memory.lease();
    this.in = request.getInputStream();
    this.context = request.startAsync();
    context.setTimeout(TimeUnit.SECONDS.toMillis(limits.pace().bodySeconds()));
    context.addListener(this);
  }

  /** Starts to receive a body. */
  static void receive(HttpServletRequest request, Limits limits, BodyMemory memory)
      throws IOException {
    BodyReceiver receiver = new BodyReceiver(request, limits, memory);
    request.setAttribute(BodyReceiver.class.getName(), receiver);
    receiver.in.setReadListener(receiver);
  }

  /** The receiver of a request that was dispatched again. */
  static @Nullable BodyReceiver of(HttpServletRequest request) {
    return (BodyReceiver) request.getAttribute(BodyReceiver.class.getName());
  }

  /** The received body. Its memory is reserved until {@link #release}. */
  RequestBody body() {
    RequestBody body = outcome.get();
    if (body == null) {
      throw new IllegalStateException("The body is not received yet");
    }
    return body;
  }

  /** Returns the memory of the body. */
  void release() {
    lease.close();
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (in.isReady() && !in.isFinished()) {
      int length = in.read(buffer);
      if (length > 0) {
        take(buffer, length);
      }
    }
    if (!in.isFinished()) {
      checkProgress();
    }
  }

  /**
   * Stores bytes. After the body was rejected, bytes are discarded so that the client can finish.
   */
  private void take(byte[] buffer, int length) {
    count += length;
    if (refusal == null && count > limits.bodyBytes()) {
      refuse(RequestErrors.tooLarge(ErrorCode.PAYLOAD_TOO_LARGE, limits.bodyBytes()));
    }
    if (refusal == null && !lease.grow(length)) {
      refuse(ApiException.unavailable(Unavailable.BODY_MEMORY, limits.retryAfterSeconds()));
    }
    if (refusal == null) {
      received.write(buffer, 0, length);
    }
  }

  private void refuse(ApiException failure) {
    refusal = failure;
    received.reset();
    lease.close();
  }

  private void checkProgress() {
    long seconds =
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) - limits.pace().graceSeconds();
    if (seconds > 0 && count < seconds * limits.pace().bodyBytesPerSecond()) {
      finish(new RequestBody.Refused(RequestErrors.bodyTooSlow(), false));
    } else if (refusal != null && count > (long) limits.bodyBytes() * WireFilter.BODIES_READ_ON) {
      finish(new RequestBody.Refused(refusal, false));
    }
  }

  @Override
  public void onAllDataRead() {
    if (refusal != null) {
      finish(new RequestBody.Refused(refusal, true));
    } else {
      lease.awaitRoom(() -> finish(new RequestBody.Arrived(received.toByteArray())));
    }
  }

  @Override
  public void onError(Throwable thrown) {
    LOG.debug("A body is incomplete: {}", thrown.getClass().getName());
    finish(new RequestBody.Refused(RequestErrors.brokenBody(), false));
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    boolean isReceived = in.isFinished();
    ApiException late =
        isReceived
            ? ApiException.unavailable(Unavailable.BODY_MEMORY, limits.retryAfterSeconds())
            : RequestErrors.bodyTooSlow();
    finish(new RequestBody.Refused(refusal == null ? late : refusal, isReceived));
  }

  private void finish(RequestBody body) {
    if (outcome.compareAndSet(null, body)) {
      if (body instanceof RequestBody.Refused) {
        lease.close();
      }
      context.dispatch("/");
    } else if (body instanceof RequestBody.Arrived) {
      lease.close(); // memory became available too late
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    lease.close();
  }

  @Override
  public void onError(AsyncEvent event) {
    lease.close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // AnswerSender has its own listener.
  }
}
