package com.notiflows.server.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the lines of a file and counts lines and bytes. */
final class NumberedLines implements AutoCloseable {

  /** 100 tokens of 4,096 characters, each escaped with 12 bytes, take 5 MB. */
  private static final int MOST_BYTES = 8 * 1024 * 1024;

  private final InputStream in;
  private long bytes;
  private long number;

  /** Starts after the part that was read before. */
  NumberedLines(Path file, long bytesBefore, long linesBefore) throws IOException {
    this.in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
    this.bytes = bytesBefore;
    this.number = linesBefore;
    in.skipNBytes(bytesBefore);
  }

  /**
   * A line.
   *
   * @param text without line end; empty if the line is too long
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Line(long number, Optional<byte[]> text) {}

  /** The next line; empty at the end of the file. */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    long length = 0;
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    while (read >= 0 && read != '\n') {
      if (length < MOST_BYTES) {
        text.write(read);
      }
      length++;
      read = in.read();
    }
    bytes += length + (read < 0 ? 0 : 1);
    number++;
    return Optional.of(
        new Line(number, length > MOST_BYTES ? Optional.empty() : Optional.of(text.toByteArray())));
  }

  /** How many bytes of the file were read. */
  long bytes() {
    return bytes;
  }

  /** How many lines of the file were read. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
