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

/** Many connections that stay open, as a hostile client has them. */
final class Connections implements Closeable {

  private static final int READ_LIMIT_MILLIS = 60_000;

  private final List<Socket> sockets = new ArrayList<>();
  private final int port;

  /** To a server on this machine. */
  Connections(int port) {
    this.port = port;
  }

  /** Opens more of them; each sends the same text, and reads nothing. */
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

  /** Sends more on each that is still open at the other end. */
  void send(String text) {
    for (Socket socket : sockets) {
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The server has closed it, as the answers show.
      }
    }
  }

  /** What each answers until the server closes it. */
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
        bytes.writeBytes(new byte[0]); // reset by the server; what came before counts
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
