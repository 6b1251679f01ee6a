package com.notiflows.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** Sends requests over a socket and checks each response against the spec. */
final class Wire {

  private static final int TIMEOUT_MILLIS = 40_000;

  private final int port;
  private final String contextPath;

  Wire(int port) {
    this(port, "");
  }

  /** A server below a context path, which is added to the targets of requests. */
  Wire(int port, String contextPath) {
    this.port = port;
    this.contextPath = contextPath;
  }

  int port() {
    return port;
  }

  String contextPath() {
    return contextPath;
  }

  Answer send(Request request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(request.withContextPath(contextPath).head());
    bytes.writeBytes(request.body());
    Answer answer = exchange(bytes.toByteArray(), false);
    Conformance.check(request, answer);
    record(request, answer);
    return answer;
  }

  /** For {@link LogsIT}. */
  private static void record(Request request, Answer answer) {
    Confidential.of(request).forEach(RunRecord.CONFIDENTIAL::addOnce);
    if (answer.status() >= 400 || request.target().equals("/metrics")) {
      RunRecord.OUTPUT.add(answer.body());
    }
    Thread[] threads = new Thread[Thread.activeCount()];
    int count = Thread.enumerate(threads);
    Stream.of(threads)
        .limit(count)
        .forEach(thread -> RunRecord.OUTPUT.addOnce("thread " + thread.getName()));
  }

  /** Sends text that may be no valid request. Only the envelope of the response is checked. */
  Answer raw(String text) {
    Answer answer = exchange(text.getBytes(StandardCharsets.ISO_8859_1), true);
    Conformance.checkEnvelope(text.startsWith("HEAD "), answer);
    return answer;
  }

  /** Sends text and returns everything that the server sends back, unchecked. */
  String exchange(String text) {
    byte[] answers = bytes(text.getBytes(StandardCharsets.ISO_8859_1), true);
    return new String(answers, StandardCharsets.ISO_8859_1);
  }

  /**
   * The same; empty if the server resets the connection, because it does not read what follows a
   * malformed request. Then the response may be lost.
   */
  Optional<String> exchangeUnlessReset(String text) {
    try {
      return Optional.of(exchange(text));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof SocketException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Answer exchange(byte[] bytes, boolean nothingFollows) {
    return Answer.parse(bytes(bytes, nothingFollows));
  }

  private byte[] bytes(byte[] bytes, boolean nothingFollows) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      if (nothingFollows) {
        socket.shutdownOutput();
      }
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The connection broke", e);
    }
  }
}
