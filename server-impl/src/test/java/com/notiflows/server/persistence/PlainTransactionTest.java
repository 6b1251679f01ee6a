package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No connection returns to the pool with an open transaction. */
class PlainTransactionTest {

  private final List<String> calls = new ArrayList<>();
  private String failing = "";
  private int replies;

  private final Statement statement =
      fake(
          Statement.class,
          (name, arguments) -> {
            if (name.equals("execute")) {
              calls.add(arguments[0].toString());
              if (arguments[0].equals(failing)) {
                throw new SQLException("HUSH", "08S01", 0);
              }
            }
            return false;
          });

  private final Connection connection =
      fake(
          Connection.class,
          (name, arguments) -> {
            if (name.equals("createStatement")) {
              return statement;
            }
            calls.add(name);
            return null;
          });

  private final DataSource pool = fake(DataSource.class, (name, arguments) -> connection);

  private interface Answers {
    @Nullable Object to(String name, Object[] arguments) throws SQLException;
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.to(method.getName(), arguments)));
  }

  private void calls(String... expected) {
    assertEquals(List.of(expected), calls);
  }

  @Test
  void doesNotRollBackAfterCommit() throws SQLException {
    PlainTransaction transaction = new PlainTransaction(pool, false, () -> replies++);

    transaction.getConnection();
    transaction.getConnection();
    transaction.commit();
    transaction.close();

    calls("START TRANSACTION", "COMMIT", "close");
    assertEquals(2, replies);
  }

  @Test
  void rollsBackUncommittedWork() throws SQLException {
    PlainTransaction transaction = new PlainTransaction(pool, false, () -> replies++);

    transaction.getConnection();
    transaction.close();

    calls("START TRANSACTION", "ROLLBACK", "close");
  }

  @Test
  void rollsBackAfterAFailedCommit() throws SQLException {
    PlainTransaction transaction = new PlainTransaction(pool, false, () -> replies++);
    transaction.getConnection();
    failing = "COMMIT";

    assertThrows(SQLException.class, transaction::commit);
    transaction.close();

    calls("START TRANSACTION", "COMMIT", "ROLLBACK", "close");
    assertEquals(1, replies);
  }

  @Test
  void abortsAConnectionThatCannotRollBack() throws SQLException {
    PlainTransaction transaction = new PlainTransaction(pool, false, () -> replies++);
    transaction.getConnection();
    failing = "ROLLBACK";

    assertThrows(SQLException.class, transaction::close);

    calls("START TRANSACTION", "ROLLBACK", "abort", "close");
  }

  @Test
  void doesNothingInAutoCommitMode() throws SQLException {
    PlainTransaction transaction = new PlainTransaction(pool, true, () -> replies++);

    transaction.getConnection();
    transaction.commit();
    transaction.rollback();
    transaction.close();

    calls("close");
  }

  @Test
  void opensNoConnectionIfNoneIsUsed() throws SQLException {
    PlainTransaction transaction = new PlainTransaction(pool, false, () -> replies++);

    transaction.commit();
    transaction.close();

    calls();
  }
}
