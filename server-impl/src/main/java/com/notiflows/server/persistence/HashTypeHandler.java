package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** A hash as a {@code BINARY(32)}. */
final class HashTypeHandler extends BaseTypeHandler<Hash> {

  @Override
  public void setNonNullParameter(PreparedStatement statement, int i, Hash hash, JdbcType type)
      throws SQLException {
    statement.setBytes(i, hash.bytes());
  }

  @Override
  public @Nullable Hash getNullableResult(ResultSet row, String column) throws SQLException {
    return toHash(row.getBytes(column));
  }

  @Override
  public @Nullable Hash getNullableResult(ResultSet row, int column) throws SQLException {
    return toHash(row.getBytes(column));
  }

  @Override
  public @Nullable Hash getNullableResult(CallableStatement call, int column) throws SQLException {
    return toHash(call.getBytes(column));
  }

  private static @Nullable Hash toHash(byte @Nullable [] bytes) {
    return bytes == null ? null : Hash.of(bytes);
  }
}
