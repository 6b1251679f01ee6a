package com.notiflows.server.persistence;

import com.notiflows.server.persistence.CachedSqlSource.Argument;
import com.notiflows.server.persistence.CachedSqlSource.ListSql;
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
import org.apache.ibatis.type.TypeHandlerRegistry;
import org.jspecify.annotations.Nullable;

/** Sets the values of a statement with lists, without evaluating an expression for each. */
final class ListParameters implements ParameterHandler {

  private static final Object[] NO_ARGUMENTS = {};

  private final TypeHandlerRegistry handlers;
  private final ReflectorFactory reflectors;
  private final ListSql sql;
  private final Map<?, ?> parameters;

  ListParameters(Configuration configuration, ListSql sql) {
    this.handlers = configuration.getTypeHandlerRegistry();
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
      set(statement, i + 1, value(arguments.get(i)), mappings.get(i).getJdbcType());
    }
  }

  private @Nullable Object value(Argument argument) {
    Object parameter = parameters.get(argument.parameter());
    if (argument.index() == Argument.NO_LIST) {
      return parameter;
    }
    Object element = ((List<?>) Objects.requireNonNull(parameter)).get(argument.index());
    return argument.property().isEmpty() ? element : property(element, argument.property());
  }

  private @Nullable Object property(Object element, String name) {
    try {
      return reflectors
          .findForClass(element.getClass())
          .getGetInvoker(name)
          .invoke(element, NO_ARGUMENTS);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new TypeException("The property " + name + " can't be read", e);
    }
  }

  private void set(
      PreparedStatement statement, int position, @Nullable Object value, @Nullable JdbcType type)
      throws SQLException {
    if (value == null) {
      statement.setNull(position, (type == null ? JdbcType.OTHER : type).TYPE_CODE);
      return;
    }
    handler(value).setParameter(statement, position, value, type);
  }

  @SuppressWarnings("unchecked")
  private TypeHandler<Object> handler(Object value) {
    TypeHandler<?> known = handlers.getTypeHandler(value.getClass());
    if (known == null) {
      throw new TypeException("There is no type handler for " + value.getClass());
    }
    return (TypeHandler<Object>) known;
  }
}
