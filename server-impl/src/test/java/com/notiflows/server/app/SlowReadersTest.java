package com.notiflows.server.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlowReadersTest {

  private static final int BYTES = 64 << 20; // more than the buffers of the system hold

  private final CompletableFuture<Boolean> isSent = new CompletableFuture<>();

  /** Sends a large response to a client that reads it after a while, or at once. */
  private long receive(Duration limit, boolean readsAtOnce) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Callback noted =
                Callback.from(() -> isSent.complete(true), failure -> isSent.complete(false));
            response.write(
                true,
                ByteBuffer.allocate(BYTES),
                SlowReaders.limit(request, limit, Callback.from(noted, callback)));
            return true;
          }
        });
    server.start();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      if (!readsAtOnce) {
        isSent.get(30, TimeUnit.SECONDS);
      }
      long received = count(client.getInputStream());
      isSent.get(30, TimeUnit.SECONDS); // before the server stops
      return received;
    } finally {
      server.stop();
    }
  }

  private static long count(InputStream in) {
    byte[] buffer = new byte[1 << 16];
    long count = 0;
    try {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        count += length;
      }
    } catch (IOException e) {
      return count; // the connection was reset
    }
    return count;
  }

  @Test
  void connectionOfASlowReaderIsClosed() throws Exception {
    assertTrue(receive(Duration.ofMillis(300), false) < BYTES);
    assertFalse(isSent.join());
  }

  @Test
  void quickReaderGetsTheWholeResponse() throws Exception {
    assertTrue(receive(Duration.ofSeconds(30), true) > BYTES);
    assertTrue(isSent.join());
  }
}
