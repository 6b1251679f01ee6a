package com.notiflows.server.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A TCP proxy for a database that can close a connection when it sees a COMMIT. */
public final class CuttingProxy implements AutoCloseable {

  /** When it closes the connection. */
  public enum Cut {
    /** The database does not get the COMMIT and rolls back. */
    BEFORE_COMMIT,
    /** The database commits, but its response is lost. */
    AFTER_COMMIT
  }

  private static final int BUFFER_BYTES = 1 << 16;

  private final ServerSocket listener;
  private final int target;
  private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
  private final AtomicInteger transactions = new AtomicInteger();
  private final AtomicInteger commits = new AtomicInteger();

  /** Forwards to a port of this machine. */
  public CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("proxy", this::accept);
  }

  /** The port of the proxy. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Closes the connection of the next COMMIT. */
  public void cutNext(Cut cut) {
    next.set(cut);
    transactions.set(0);
    commits.set(0);
  }

  /** How many transactions were opened since {@link #cutNext}. */
  public int transactions() {
    return transactions.get();
  }

  /** How many COMMITs were sent since {@link #cutNext}. */
  public int commits() {
    return commits.get();
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        close(listener); // usually closed by the test
      }
    }
  }

  private void connect(Socket client) {
    try {
      Link link = new Link(client, new Socket(listener.getInetAddress(), target));
      start("proxy-to-database", link::forward);
      start("proxy-to-client", link::back);
    } catch (IOException e) {
      close(client); // the database is down
    }
  }

  /** One connection. */
  private final class Link {

    private final Socket client;
    private final Socket database;
    private volatile boolean isAnswerLost;

    Link(Socket client, Socket database) throws IOException {
      client.setTcpNoDelay(true);
      database.setTcpNoDelay(true);
      this.client = client;
      this.database = database;
    }

    void forward() {
      pump(client, database, this::mayForward);
    }

    void back() {
      pump(database, client, bytes -> !isAnswerLost);
    }

    private boolean mayForward(String bytes) {
      if (bytes.endsWith("START TRANSACTION")) {
        transactions.incrementAndGet();
      }
      if (!bytes.endsWith("COMMIT")) {
        return true;
      }
      commits.incrementAndGet();
      Cut cut = next.getAndSet(null);
      isAnswerLost = cut == Cut.AFTER_COMMIT;
      return cut != Cut.BEFORE_COMMIT;
    }

    private void pump(Socket from, Socket to, Check check) {
      byte[] buffer = new byte[BUFFER_BYTES];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!check.allows(new String(buffer, 0, n, StandardCharsets.ISO_8859_1))) {
            break;
          }
          out.write(buffer, 0, n);
        }
      } catch (IOException e) {
        isAnswerLost = true; // one side closed its connection
      } finally {
        close(client);
        close(database);
      }
    }
  }

  private interface Check {
    boolean allows(String bytes);
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    close(listener);
  }
}
