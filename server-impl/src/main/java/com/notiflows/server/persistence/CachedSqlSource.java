package com.notiflows.server.persistence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.mapping.SqlSource;
import org.apache.ibatis.parsing.XNode;
import org.apache.ibatis.session.Configuration;

/** A statement whose SQL is cached by what it depends on. */
final class CachedSqlSource implements SqlSource {

  private static final int MOST_SHAPES = 512;

  /** Longer lists are rare, and their text is long. */
  private static final int LONGEST_LIST = 128;

  /** How MyBatis names an element of a list: item, running number, property. */
  private static final Pattern ELEMENT = Pattern.compile("__frch_(\\w+)_(\\d+)(?:\\.(\\w+))?");

  /**
   * A value of a statement.
   *
   * @param parameter the parameter of the mapper's method
   * @param index where in the list the value is; {@link #NO_LIST} if the parameter is the value
   * @param property the property of the parameter or element; empty if that is the value
   */
  record Argument(String parameter, int index, String property) {

    static final int NO_LIST = -1;

    /** The value as MyBatis names it. */
    String expression() {
      String element = index == NO_LIST ? parameter : parameter + "[" + index + "]";
      return property.isEmpty() ? element : element + "." + property;
    }
  }

  private record Value(Argument argument, ParameterMapping mapping) {}

  /** The SQL of one shape. */
  private record Statement(String sql, List<ParameterMapping> mappings, List<Argument> arguments) {}

  /** SQL with its values. */
  static final class CachedBoundSql extends BoundSql {

    private final List<Argument> arguments;

    private CachedBoundSql(Configuration configuration, Statement statement, Object parameters) {
      super(configuration, statement.sql(), statement.mappings(), parameters);
      this.arguments = statement.arguments();
    }

    /** In the order of the parameter mappings. */
    List<Argument> arguments() {
      return arguments;
    }
  }

  private final Configuration configuration;
  private final SqlSource source;
  private final Map<String, String> listsByItem = new HashMap<>();
  private final Map<String, Value> values = new ConcurrentHashMap<>();
  private final Cache<Map<String, Object>, Statement> statements =
      Caffeine.newBuilder().maximumSize(MOST_SHAPES).build();

  /**
   * Caches the SQL of a source.
   *
   * @param loops the elements {@code foreach} of the statement
   */
  CachedSqlSource(Configuration configuration, SqlSource source, List<XNode> loops) {
    this.configuration = configuration;
    this.source = source;
    for (XNode loop : loops) {
      String item = loop.getStringAttribute("item");
      if (listsByItem.put(item, loop.getStringAttribute("collection")) != null) {
        throw new IllegalArgumentException("Two loops of a statement have items named " + item);
      }
    }
  }

  @Override
  public BoundSql getBoundSql(Object parameters) {
    if (!(parameters instanceof Map<?, ?> named)) {
      return source.getBoundSql(parameters);
    }
    Optional<Map<String, Object>> shape = shape(named);
    if (shape.isEmpty()) {
      return source.getBoundSql(parameters);
    }
    Statement statement =
        statements.get(shape.get(), any -> compile(source.getBoundSql(parameters)));
    return new CachedBoundSql(configuration, statement, parameters);
  }

  /** What the text depends on; empty if it is not cached. */
  private static Optional<Map<String, Object>> shape(Map<?, ?> parameters) {
    Map<String, Object> shape = new HashMap<>();
    for (Map.Entry<?, ?> parameter : parameters.entrySet()) {
      Object value = parameter.getValue();
      if (value instanceof List<?> list && list.size() <= LONGEST_LIST) {
        shape.put((String) parameter.getKey(), list.size());
      } else if (value instanceof Collection<?>) {
        return Optional.empty();
      } else {
        shape.put((String) parameter.getKey(), value instanceof Enum<?> ? value : value != null);
      }
    }
    return Optional.of(shape);
  }

  private Statement compile(BoundSql composed) {
    Map<String, Integer> firstNumbers = new HashMap<>();
    List<ParameterMapping> mappings = new ArrayList<>();
    List<Argument> arguments = new ArrayList<>();
    for (ParameterMapping mapping : composed.getParameterMappings()) {
      Value value = value(argument(mapping.getProperty(), firstNumbers), mapping);
      arguments.add(value.argument());
      mappings.add(value.mapping());
    }
    return new Statement(composed.getSql(), List.copyOf(mappings), List.copyOf(arguments));
  }

  /** Texts of different lengths share their values, which take more memory than the texts. */
  private Value value(Argument argument, ParameterMapping mapping) {
    return values.computeIfAbsent(
        argument + " " + mapping.getJdbcType(),
        any ->
            new Value(
                argument,
                new ParameterMapping.Builder(
                        configuration, argument.expression(), mapping.getTypeHandler())
                    .jdbcType(mapping.getJdbcType())
                    .build()));
  }

  /** MyBatis numbers the elements of all lists of a statement in one sequence. */
  private Argument argument(String expression, Map<String, Integer> firstNumbers) {
    Matcher element = ELEMENT.matcher(expression);
    if (!element.matches()) {
      int dot = expression.indexOf('.');
      return dot < 0
          ? new Argument(expression, Argument.NO_LIST, "")
          : new Argument(
              expression.substring(0, dot), Argument.NO_LIST, expression.substring(dot + 1));
    }
    int number = Integer.parseInt(element.group(2));
    int first = firstNumbers.computeIfAbsent(element.group(1), item -> number);
    String list = Objects.requireNonNull(listsByItem.get(element.group(1)));
    return new Argument(list, number - first, Objects.requireNonNullElse(element.group(3), ""));
  }
}
