package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.persistence.DatabaseException.Kind;
import com.zaxxer.hikari.HikariConfig;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A pool with one connection and a connection timeout of 250 ms. */
class PatientPoolTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final FakeDatabase database = new FakeDatabase();
  private final OutageGate gate = new OutageGate();

  @Test
  void waitsForAConnectionThatIsInUse() throws Exception {
    try (PatientPool pool = pool(LONG)) {
      Connection inUse = pool.getConnection();
      CompletableFuture<Connection> next = connect(pool);
      TimeUnit.MILLISECONDS.sleep(600); // more than two connection timeouts

      assertFalse(next.isDone(), "gave up early");
      inUse.close();

      assertNotNull(next.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void waitsForAConnectionThatIsSlowToOpen() throws Exception {
    database.delay = Duration.ofMillis(600);
    try (PatientPool pool = pool(LONG)) {
      assertNotNull(pool.getConnection());
    }
  }

  @Test
  void reportsABusyDatabaseAfterTheTimeout() throws Exception {
    try (PatientPool pool = pool(Duration.ofMillis(600))) {
      Connection inUse = pool.getConnection();
      long start = System.nanoTime();
      SQLException failure = assertThrows(SQLException.class, pool::getConnection);
      long waited = System.nanoTime() - start;

      assertEquals(Kind.OVERLOADED, SqlErrors.kind(failure));
      assertTrue(waited >= TimeUnit.MILLISECONDS.toNanos(600), () -> "waited " + waited + " ns");
      inUse.close();
    }
  }

  @Test
  void reportsAnUnreachableDatabaseAtOnce() {
    database.refusal = Optional.of(new SQLException("HUSH", "08S01", 0));
    try (PatientPool pool = pool(LONG)) {
      SQLException failure = assertThrows(SQLException.class, pool::getConnection);

      assertEquals(Kind.AWAY, SqlErrors.kind(failure));
    }
  }

  @Test
  void waitsWhileTheDatabaseHasTooManyConnections() throws Exception {
    database.refusal = Optional.of(new SQLException("HUSH", "08004", 1040));
    try (PatientPool pool = pool(LONG)) {
      CompletableFuture<Connection> next = connect(pool);
      TimeUnit.MILLISECONDS.sleep(600);
      assertFalse(next.isDone(), "gave up early");
      database.refusal = Optional.empty();

      assertNotNull(next.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void doesNotReuseAConnectionToAServerThatBecameReadOnly() throws Exception {
    database.statementFailure = Optional.of(new SQLException("HUSH", "HY000", 1290));
    try (PatientPool pool = pool(LONG)) {
      try (Connection readOnly = pool.getConnection()) {
        assertThrows(SQLException.class, readOnly::createStatement);
      }
      pool.getConnection().close();
    }
    assertEquals(2, database.opened.get());
  }

  @Test
  void reusesAConnectionAfterADeadlock() throws Exception {
    database.statementFailure = Optional.of(new SQLException("HUSH", "40001", 1213));
    try (PatientPool pool = pool(LONG)) {
      try (Connection inUse = pool.getConnection()) {
        assertThrows(SQLException.class, inUse::createStatement);
      }
      pool.getConnection().close();
    }
    assertEquals(1, database.opened.get());
  }

  @Test
  void callsBackWhoWaitsWhenTheDatabaseStopsAnswering() throws Exception {
    try (PatientPool pool = pool(LONG)) {
      Connection inUse = pool.getConnection();
      CompletableFuture<Connection> next = connect(pool);
      TimeUnit.MILLISECONDS.sleep(100);
      gate.shut();

      ExecutionException refusal =
          assertThrows(ExecutionException.class, () -> next.get(30, TimeUnit.SECONDS));
      SQLException failure = assertInstanceOf(SQLException.class, rootOf(refusal));
      assertEquals(Kind.AWAY, SqlErrors.kind(failure));
      gate.open();
      inUse.close();
      pool.getConnection().close();
    }
  }

  private static Throwable rootOf(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : rootOf(cause);
  }

  private PatientPool pool(Duration busyLimit) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverride(new BrokenConnections());
    return new PatientPool(config, busyLimit, gate);
  }

  private static CompletableFuture<Connection> connect(PatientPool pool) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return pool.getConnection();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Opens connections that do nothing. */
  private static final class FakeDatabase {

    volatile Optional<SQLException> refusal = Optional.empty();
    volatile Optional<SQLException> statementFailure = Optional.empty();
    volatile Duration delay = Duration.ZERO;
    final AtomicInteger opened = new AtomicInteger();

    DataSource dataSource() {
      return proxy(
          DataSource.class,
          (proxy, method, arguments) -> method.getName().equals("getConnection") ? connect() : 0);
    }

    private Connection connect() throws SQLException, InterruptedException {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      TimeUnit.NANOSECONDS.sleep(delay.toNanos());
      opened.incrementAndGet();
      return proxy(
          Connection.class,
          (proxy, method, arguments) -> {
            if (method.getName().equals("createStatement") && statementFailure.isPresent()) {
              throw statementFailure.get();
            }
            Class<?> type = method.getReturnType();
            if (type == boolean.class) {
              return !method.getName().startsWith("is") || method.getName().equals("isValid");
            }
            return type == int.class ? Connection.TRANSACTION_READ_COMMITTED : null;
          });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
      return type.cast(
          Proxy.newProxyInstance(
              FakeDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
  }
}
