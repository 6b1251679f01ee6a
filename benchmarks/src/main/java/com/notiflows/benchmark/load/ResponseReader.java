package com.notiflows.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads HTTP/1.1 responses as their bytes arrive. */
final class ResponseReader {

  private static final int LONGEST_LINE = 8_192;
  private static final int KEPT_BYTES = 400;
  private static final int NO_CONTENT = 204;

  private enum State {
    STATUS,
    HEADERS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILERS
  }

  private final byte[] line = new byte[LONGEST_LINE];
  private final byte[] start = new byte[KEPT_BYTES];
  private State state = State.STATUS;
  private int lineLength;
  private int startLength;
  private long remaining;
  private int status;
  private boolean isChunked;

  /** The status of the last response. */
  int status() {
    return status;
  }

  /** The first bytes of the last response's body. */
  String bodyStart() {
    return new String(start, 0, startLength, StandardCharsets.UTF_8);
  }

  /**
   * Consumes bytes.
   *
   * @return whether a response is complete; bytes of the next one remain in the buffer
   */
  boolean read(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      boolean isComplete =
          switch (state) {
            case BODY, CHUNK -> skip(in);
            default -> readsLine(in) && take(takeLine());
          };
      if (isComplete) {
        state = State.STATUS;
        return true;
      }
    }
    return false;
  }

  /** Consumes a part of the body. Returns whether it was the last one. */
  private boolean skip(ByteBuffer in) {
    int length = (int) Math.min(remaining, in.remaining());
    int kept = Math.min(length, KEPT_BYTES - startLength);
    in.get(in.position(), start, startLength, kept);
    startLength += kept;
    in.position(in.position() + length);
    remaining -= length;
    if (remaining > 0) {
      return false;
    }
    if (state == State.BODY) {
      return true;
    }
    state = State.CHUNK_END;
    return false;
  }

  private boolean readsLine(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      byte b = in.get();
      if (b == '\n') {
        return true;
      }
      if (lineLength == LONGEST_LINE) {
        throw new IOException("A header line is longer than " + LONGEST_LINE + " bytes");
      }
      line[lineLength++] = b;
    }
    return false;
  }

  private String takeLine() {
    String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1).strip();
    lineLength = 0;
    return text;
  }

  /** Handles a line. Returns whether it completes the response. */
  private boolean take(String text) {
    switch (state) {
      case STATUS -> {
        status = Integer.parseInt(text.substring(9, 12));
        isChunked = false;
        remaining = 0;
        startLength = 0;
        state = State.HEADERS;
      }
      case HEADERS -> {
        if (text.isEmpty()) {
          return endsWithHeaders();
        }
        header(text);
      }
      case CHUNK_SIZE -> {
        remaining = Long.parseLong(text.split(";", 2)[0], 16);
        state = remaining == 0 ? State.TRAILERS : State.CHUNK;
      }
      case CHUNK_END -> state = State.CHUNK_SIZE;
      case TRAILERS -> {
        return text.isEmpty();
      }
      default -> throw new IllegalStateException(state.name());
    }
    return false;
  }

  private boolean endsWithHeaders() {
    if (isChunked) {
      state = State.CHUNK_SIZE;
      return false;
    }
    state = State.BODY;
    return remaining == 0 || status == NO_CONTENT;
  }

  private void header(String text) {
    String header = text.toLowerCase(Locale.ROOT);
    if (header.startsWith("content-length:")) {
      remaining = Long.parseLong(header.substring("content-length:".length()).strip());
    } else if (header.startsWith("transfer-encoding:")) {
      isChunked = header.endsWith("chunked");
    }
  }
}
