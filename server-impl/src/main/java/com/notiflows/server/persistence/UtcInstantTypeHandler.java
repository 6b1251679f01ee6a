package com.notiflows.server.persistence;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/**
 * Stores a time as a {@code DATETIME(6)} in UTC. Times are bound as text: Connector/J removes the
 * fraction of a second from its own date and time types when it talks to MariaDB 10, which
 * introduces itself as version 5.5.5. As local date and time, no time zone is involved.
 */
public final class UtcInstantTypeHandler extends BaseTypeHandler<Instant> {

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** The range that both products compare correctly; anything outside is in no column. */
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  /** Returns the time as SQL text, to the microsecond; times out of range become the limit. */
  public static String text(Instant time) {
    Instant earlier = time.isAfter(LATEST) ? LATEST : time;
    return TEXT.format(earlier.isBefore(EARLIEST) ? EARLIEST : earlier);
  }

  @Override
  public void setNonNullParameter(PreparedStatement statement, int i, Instant time, JdbcType type)
      throws SQLException {
    statement.setString(i, text(time));
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
