package com.notiflows.contract;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many open connections, like those of a hostile client. */
final class Connections implements Closeable {

  private static final int READ_LIMIT_MILLIS = 60_000;

  private final List<Socket> sockets = new ArrayList<>();
  private final int port;

  Connections(int port) {
    this.port = port;
  }

  /** Opens more connections. Each sends the text and reads nothing. */
  void open(int count, String text) {
    try {
      for (int i = 0; i < count; i++) {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(READ_LIMIT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the text on each connection that the server has not closed. */
  void send(String text) {
    for (Socket socket : sockets) {
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The server closed the connection; answers() returns its response.
      }
    }
  }

  /** Reads the response on each connection until the server closes it. */
  List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    for (Socket socket : sockets) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        InputStream in = socket.getInputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
          bytes.write(b);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("The server does not close the connection: " + bytes, e);
      } catch (IOException e) {
        bytes.writeBytes(new byte[0]); // reset by the server after its response
      }
      answers.add(Answer.parse(bytes.toByteArray()));
    }
    return answers;
  }

  @Override
  public void close() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
