package com.notiflows.benchmark.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A persistent connection with at most one request in progress. */
final class Connection implements AutoCloseable {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final InetSocketAddress address;
  private final Selector selector;
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private ResponseReader reader = new ResponseReader();
  private SocketChannel channel;
  private SelectionKey key;
  private long start;

  Connection(int port, Selector selector) throws IOException {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.selector = selector;
    open();
  }

  private void open() throws IOException {
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Replaces a connection that the server has closed. */
  void reopen() throws IOException {
    close();
    reader = new ResponseReader();
    open();
  }

  /**
   * Sends a request.
   *
   * @param startTime the start time for its latency
   */
  void send(Template template, Values values, long startTime) throws IOException {
    start = startTime;
    out.clear();
    values.next();
    template.write(values, out);
    out.flip();
    flush();
  }

  /** Writes the remaining bytes of the request. */
  void flush() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /** The result of a read. */
  enum Received {
    PART,
    RESPONSE,
    END
  }

  /** Reads the available bytes. */
  Received receive() throws IOException {
    in.clear();
    if (channel.read(in) < 0) {
      return Received.END;
    }
    in.flip();
    return reader.read(in) ? Received.RESPONSE : Received.PART;
  }

  /** The start time of the last request. */
  long start() {
    return start;
  }

  /** The status of the last response. */
  int status() {
    return reader.status();
  }

  /** A description of the last response. */
  String response() {
    return reader.status() + " " + reader.bodyStart();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
