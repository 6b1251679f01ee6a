package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.jdbc.ServerPreparedStatement;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.UtcInstantTypeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.ibatis.builder.xml.XMLMapperBuilder;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.reflection.MetaObject;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.type.ObjectTypeHandler;

/**
 * The {@code EXPLAIN} output for a statement of a mapper. The database prepares the statement, as
 * in production, because the plan may depend on that.
 *
 * @param statement the name of the statement
 * @param steps a row for each table; column names are in lower case
 */
record QueryPlan(String statement, List<List<Column>> steps) {

  /** A column of a step. */
  record Column(String name, String value) {}

  private static final List<String> SHOWN =
      List.of("table", "type", "key", "key_len", "ref", "rows", "extra");

  /** Explains a statement of the mapper with these parameters. */
  static QueryPlan of(TestServer server, Class<?> mapper, String statement, Object parameters) {
    BoundSql bound = bound(mapper, statement, parameters);
    try (Connection connection = server.connectPreparing();
        PreparedStatement sql = connection.prepareStatement("EXPLAIN " + bound.getSql())) {
      assertTrue(sql.isWrapperFor(ServerPreparedStatement.class), bound::getSql);
      bind(sql, bound, parameters);
      try (ResultSet rows = sql.executeQuery()) {
        return new QueryPlan(mapper.getSimpleName() + "." + statement, steps(rows));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(bound.getSql(), e);
    }
  }

  /** The value of a column in the step of a table. */
  String at(String table, String column) {
    return steps.stream()
        .filter(step -> value(step, "table").equals(table))
        .map(step -> value(step, column))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No step about " + table + ":\n" + this));
  }

  /** Whether the plan scans a whole table, sorts rows or needs a temporary table. */
  boolean isSlow() {
    return steps.stream()
        .anyMatch(
            step ->
                value(step, "type").equals("ALL")
                    || value(step, "extra").contains("filesort")
                    || value(step, "extra").contains("temporary"));
  }

  /** Writes the plan to {@code target/query-plans}. */
  QueryPlan save() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "query-plans"));
      Files.writeString(folder.resolve(statement + ".txt"), this + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  @Override
  public String toString() {
    return statement
        + "\n"
        + steps.stream()
            .map(
                step ->
                    SHOWN.stream()
                        .map(name -> name + "=" + value(step, name))
                        .collect(Collectors.joining("  ")))
            .collect(Collectors.joining("\n"));
  }

  private static String value(List<Column> step, String name) {
    return step.stream()
        .filter(column -> column.name().equals(name))
        .map(Column::value)
        .findFirst()
        .orElse("");
  }

  private static BoundSql bound(Class<?> mapper, String statement, Object parameters) {
    String file = mapper.getName().replace('.', '/') + ".xml";
    try (InputStream in = mapper.getClassLoader().getResourceAsStream(file)) {
      Configuration mybatis = new Configuration();
      mybatis.setMapUnderscoreToCamelCase(true);
      mybatis.setArgNameBasedConstructorAutoMapping(true);
      mybatis.getTypeHandlerRegistry().register(UUID.class, ObjectTypeHandler.class);
      mybatis.getTypeHandlerRegistry().register(Hash.class, ObjectTypeHandler.class);
      new XMLMapperBuilder(in, mybatis, file, mybatis.getSqlFragments()).parse();
      return mybatis.getMappedStatement(mapper.getName() + "." + statement).getBoundSql(parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void bind(PreparedStatement sql, BoundSql bound, Object parameters)
      throws SQLException {
    MetaObject values = new Configuration().newMetaObject(parameters);
    int i = 0;
    for (ParameterMapping mapping : bound.getParameterMappings()) {
      String name = mapping.getProperty();
      Object value =
          bound.hasAdditionalParameter(name)
              ? bound.getAdditionalParameter(name)
              : values.getValue(name);
      sql.setObject(++i, column(value));
    }
  }

  private static Object column(Object value) {
    if (value instanceof UUID id) {
      return HexFormat.of().parseHex(id.toString().replace("-", ""));
    }
    if (value instanceof Hash hash) {
      return hash.bytes();
    }
    return value instanceof Instant time ? UtcInstantTypeHandler.text(time) : value;
  }

  private static List<List<Column>> steps(ResultSet rows) throws SQLException {
    ResultSetMetaData names = rows.getMetaData();
    List<List<Column>> steps = new ArrayList<>();
    while (rows.next()) {
      List<Column> step = new ArrayList<>();
      for (int i = 1; i <= names.getColumnCount(); i++) {
        String value = rows.getString(i);
        String name = names.getColumnLabel(i).toLowerCase(java.util.Locale.ROOT);
        step.add(new Column(name, value == null ? "" : value));
      }
      steps.add(step);
    }
    return steps;
  }
}
