package com.notiflows.server.http.wire;

import com.notiflows.server.http.BodyPendingException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;

/** Reads a body from memory, without blocking. */
final class BodyStream extends ServletInputStream {

  private final RequestBody body;
  private final ByteArrayInputStream bytes;
  private boolean wasAwaited;

  BodyStream(RequestBody body) {
    this.body = body;
    this.bytes =
        new ByteArrayInputStream(
            body instanceof RequestBody.Arrived arrived ? arrived.bytes() : new byte[0]);
  }

  /** Whether the request needs a body that has not arrived yet. */
  boolean wasAwaited() {
    return wasAwaited;
  }

  @Override
  public int read() {
    check();
    return bytes.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    check();
    return bytes.read(target, offset, length);
  }

  @Override
  public int available() {
    return bytes.available();
  }

  @Override
  public boolean isFinished() {
    return body.isConsumed() && bytes.available() == 0;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setReadListener(ReadListener listener) {
    throw new IllegalStateException("The body is read synchronously");
  }

  private void check() {
    if (body instanceof RequestBody.Refused refused) {
      throw refused.failure();
    }
    if (body instanceof RequestBody.Announced) {
      wasAwaited = true;
      throw new BodyPendingException();
    }
  }
}
