package com.notiflows.server.persistence;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.ibatis.type.JdbcType;
import org.jspecify.annotations.Nullable;

/** The values that {@link StorageCheck} writes, reads and prints. */
final class ProbeValues {

  private ProbeValues() {}

  static void bind(PreparedStatement sql, Map<String, Object> values) throws SQLException {
    int i = 0;
    for (Object value : values.values()) {
      i++;
      if (value instanceof UUID id) {
        new UuidTypeHandler().setNonNullParameter(sql, i, id, JdbcType.BINARY);
      } else if (value instanceof Instant time) {
        new UtcInstantTypeHandler().setNonNullParameter(sql, i, time, JdbcType.TIMESTAMP);
      } else {
        sql.setObject(i, value);
      }
    }
  }

  /** The value as the server reads it. */
  static String read(ResultSet rows, @Nullable Object written) throws SQLException {
    if (written instanceof Instant) {
      return text(new UtcInstantTypeHandler().getNullableResult(rows, 1));
    }
    return text(written instanceof String ? rows.getString(1) : rows.getBytes(1));
  }

  /** The value as the database has it, in text that no connection can change. */
  static String stored(ResultSet rows, @Nullable Object written) throws SQLException {
    String value = rows.getString(2);
    return written instanceof Instant ? value : text(HexFormat.of().parseHex(value));
  }

  static String text(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return value instanceof Instant time ? UtcInstantTypeHandler.text(time) : String.valueOf(value);
  }

  /** In quotes, and in ASCII for every terminal. */
  static String shown(String text) {
    return text.chars()
        .mapToObj(c -> c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining("", "\"", "\""));
  }
}
