package com.notiflows.server.persistence;

import com.notiflows.server.persistence.CachedSqlSource.Argument;
import com.notiflows.server.persistence.CachedSqlSource.CachedBoundSql;
import java.lang.reflect.InvocationTargetException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.reflection.ReflectorFactory;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.TypeException;
import org.apache.ibatis.type.TypeHandler;
import org.jspecify.annotations.Nullable;

/** Sets the values of a cached statement, without evaluating an expression for each. */
final class CachedParameters implements ParameterHandler {

  private static final Object[] NO_ARGUMENTS = {};

  private final JdbcType jdbcTypeForNull;
  private final ReflectorFactory reflectors;
  private final CachedBoundSql sql;
  private final Map<?, ?> parameters;

  CachedParameters(Configuration configuration, CachedBoundSql sql) {
    this.jdbcTypeForNull = configuration.getJdbcTypeForNull();
    this.reflectors = configuration.getReflectorFactory();
    this.sql = sql;
    this.parameters = (Map<?, ?>) sql.getParameterObject();
  }

  @Override
  public Object getParameterObject() {
    return parameters;
  }

  @Override
  public void setParameters(PreparedStatement statement) throws SQLException {
    List<Argument> arguments = sql.arguments();
    List<ParameterMapping> mappings = sql.getParameterMappings();
    for (int i = 0; i < arguments.size(); i++) {
      set(statement, i + 1, value(arguments.get(i)), mappings.get(i));
    }
  }

  private @Nullable Object value(Argument argument) {
    Object value = parameters.get(argument.parameter());
    if (argument.index() != Argument.NO_LIST) {
      value = ((List<?>) Objects.requireNonNull(value)).get(argument.index());
    }
    return argument.property().isEmpty()
        ? value
        : property(Objects.requireNonNull(value), argument.property());
  }

  private @Nullable Object property(Object owner, String name) {
    try {
      return reflectors
          .findForClass(owner.getClass())
          .getGetInvoker(name)
          .invoke(owner, NO_ARGUMENTS);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new TypeException("The property " + name + " can't be read", e);
    }
  }

  @SuppressWarnings("unchecked")
  private void set(
      PreparedStatement statement, int position, @Nullable Object value, ParameterMapping mapping)
      throws SQLException {
    JdbcType type = mapping.getJdbcType();
    if (value == null && type == null) {
      type = jdbcTypeForNull;
    }
    ((TypeHandler<Object>) mapping.getTypeHandler()).setParameter(statement, position, value, type);
  }
}
