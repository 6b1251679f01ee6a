package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is opened around a pause is aborted. */
@Timeout(60)
class TrackedConnectionsTest {

  private final List<CompletableFuture<String>> ends =
      List.of(new CompletableFuture<>(), new CompletableFuture<>());
  private final List<Connection> opened = ends.stream().map(TrackedConnectionsTest::open).toList();
  private final Queue<Connection> next = new ArrayDeque<>(opened);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  private boolean isPrepared = true;

  private final TrackedConnections connections =
      new TrackedConnections(
          fake(
              DataSource.class,
              (self, method, arguments) -> {
                asked.countDown();
                answered.await();
                return next.remove();
              }),
          connection -> {
            if (!isPrepared) {
              throw new SQLException("not prepared");
            }
            return connection;
          });

  private static Connection open(CompletableFuture<String> end) {
    return fake(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("isClosed")) {
            return end.isDone();
          }
          return method.getName().equals("hashCode") ? 0 : end.complete(method.getName());
        });
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Connection connect() {
    try {
      return connections.getConnection();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aConnectionThatIsOpenedDuringAPauseIsAbortedAndAnotherOpenedLater() throws Exception {
    CompletableFuture<Connection> caller = CompletableFuture.supplyAsync(this::connect);
    asked.await();
    connections.pause();
    answered.countDown();

    assertEquals("abort", ends.get(0).get(30, TimeUnit.SECONDS));
    assertFalse(caller.isDone());
    connections.resume();
    assertSame(opened.get(1), caller.get(30, TimeUnit.SECONDS));
    assertFalse(ends.get(1).isDone());
  }

  @Test
  void aConnectionInUseIsAborted() throws Exception {
    answered.countDown();
    connections.getConnection();
    assertFalse(ends.get(0).isDone());
    connections.pause();

    assertEquals("abort", ends.get(0).get(30, TimeUnit.SECONDS));
  }

  @Test
  void aConnectionThatCannotBePreparedIsAborted() throws Exception {
    answered.countDown();
    isPrepared = false;

    assertThrows(SQLException.class, connections::getConnection);
    assertEquals("abort", ends.get(0).get(30, TimeUnit.SECONDS));
  }
}
