package com.notiflows.server.http.wire;

import com.notiflows.server.http.error.ErrorAnswer;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the body of a response until the request is processed, so that writing does not block and
 * the body can be discarded. Status and headers pass through, but not Content-Length: a container
 * may send the body once that many bytes are written.
 */
final class BufferedResponse extends HttpServletResponseWrapper {

  private static final String CONTENT_LENGTH = "Content-Length";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ServletOutputStream stream = new Stream();
  private @Nullable String length;

  BufferedResponse(HttpServletResponse response) {
    super(response);
  }

  /** The buffered body. */
  byte[] body() {
    return body.toByteArray();
  }

  /** Replaces the response with an error. */
  void write(ErrorAnswer answer) {
    resetBuffer();
    setStatus(answer.status());
    answer.headers().forEach(this::setHeader);
    setContentType("application/json");
    body.writeBytes(answer.body());
  }

  /** Sets the declared length of a body that is not sent, as for HEAD. */
  void declareLength() {
    if (body.size() == 0 && length != null) {
      super.setHeader(CONTENT_LENGTH, length);
    }
  }

  @Override
  public void setHeader(String name, String value) {
    if (name.equalsIgnoreCase(CONTENT_LENGTH)) {
      length = value;
    } else {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if (name.equalsIgnoreCase(CONTENT_LENGTH)) {
      length = value;
    } else {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setContentLength(int bytes) {
    length = Integer.toString(bytes);
  }

  @Override
  public void setContentLengthLong(long bytes) {
    length = Long.toString(bytes);
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return stream;
  }

  @Override
  public void flushBuffer() {
    // Nothing is sent before the body is complete.
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    body.reset();
  }

  @Override
  public void reset() {
    super.reset();
    body.reset();
    length = null;
  }

  private final class Stream extends ServletOutputStream {

    @Override
    public void write(int b) {
      body.write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      body.write(source, offset, length);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("The body is written synchronously");
    }
  }
}
