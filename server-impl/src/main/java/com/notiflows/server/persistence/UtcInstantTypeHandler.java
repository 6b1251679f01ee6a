package com.notiflows.server.persistence;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/**
 * A time as a {@code DATETIME(6)} in UTC. It goes as a local date and time, so that no time zone of
 * the machine, the driver or the database takes part.
 */
final class UtcInstantTypeHandler extends BaseTypeHandler<Instant> {

  @Override
  public void setNonNullParameter(PreparedStatement statement, int i, Instant time, JdbcType type)
      throws SQLException {
    statement.setObject(i, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  @Override
  public @Nullable Instant getNullableResult(ResultSet row, String column) throws SQLException {
    return toInstant(row.getObject(column, LocalDateTime.class));
  }

  @Override
  public @Nullable Instant getNullableResult(ResultSet row, int column) throws SQLException {
    return toInstant(row.getObject(column, LocalDateTime.class));
  }

  @Override
  public @Nullable Instant getNullableResult(CallableStatement call, int column)
      throws SQLException {
    return toInstant(call.getObject(column, LocalDateTime.class));
  }

  private static @Nullable Instant toInstant(@Nullable LocalDateTime time) {
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }
}
