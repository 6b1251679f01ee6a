package com.notiflows.server.persistence;

import com.mysql.cj.jdbc.JdbcConnection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Has the driver write values into the text of a statement if the database has no room to prepare
 * it. The driver can do so itself, but would after any failure: also after a conflict that has
 * undone the transaction, whose next statements would each be stored alone.
 */
final class UnpreparedFallback implements InvocationHandler {

  /** ER_MAX_PREPARED_STMT_COUNT_REACHED. */
  private static final int NO_ROOM = 1461;

  private final Connection connection;

  private UnpreparedFallback(Connection connection) {
    this.connection = connection;
  }

  /** A connection that does the same, with the fallback. */
  static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            UnpreparedFallback.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new UnpreparedFallback(connection));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure
          && failure.getErrorCode() == NO_ROOM
          && isPreparation(method)) {
        return unprepared((String) arguments[0]);
      }
      throw e.getCause();
    }
  }

  private static boolean isPreparation(Method method) {
    return method.getName().equals("prepareStatement") && method.getParameterCount() == 1;
  }

  private Statement unprepared(String sql) throws SQLException {
    return connection.unwrap(JdbcConnection.class).clientPrepareStatement(sql);
  }
}
