package com.notiflows.server.persistence;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** A value as the bytes of a {@code BINARY} column. */
abstract class BinaryTypeHandler<T> extends BaseTypeHandler<T> {

  abstract byte[] toBytes(T value);

  abstract T toValue(byte[] bytes);

  @Override
  public final void setNonNullParameter(PreparedStatement statement, int i, T value, JdbcType type)
      throws SQLException {
    statement.setBytes(i, toBytes(value));
  }

  @Override
  public final @Nullable T getNullableResult(ResultSet row, String column) throws SQLException {
    return value(row.getBytes(column));
  }

  @Override
  public final @Nullable T getNullableResult(ResultSet row, int column) throws SQLException {
    return value(row.getBytes(column));
  }

  @Override
  public final @Nullable T getNullableResult(CallableStatement call, int column)
      throws SQLException {
    return value(call.getBytes(column));
  }

  private @Nullable T value(byte @Nullable [] bytes) {
    return bytes == null ? null : toValue(bytes);
  }
}
