package com.notiflows.benchmark.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection that is kept open, and has at most one request under way. */
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
   * @param startTime when its time begins to count
   */
  void send(Template template, Values values, long startTime) throws IOException {
    start = startTime;
    out.clear();
    values.next();
    template.write(values, out);
    out.flip();
    flush();
  }

  /** Writes what the socket did not take so far. */
  void flush() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /** What reading a connection led to. */
  enum Received {
    PART,
    RESPONSE,
    END
  }

  /** Reads what has arrived. */
  Received receive() throws IOException {
    in.clear();
    if (channel.read(in) < 0) {
      return Received.END;
    }
    in.flip();
    return reader.read(in) ? Received.RESPONSE : Received.PART;
  }

  /** When the time of the last request began to count. */
  long start() {
    return start;
  }

  /** The status of the last response. */
  int status() {
    return reader.status();
  }

  /** The last response, for people. */
  String response() {
    return reader.status() + " " + reader.bodyStart();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
