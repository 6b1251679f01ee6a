package com.notiflows.server.persistence;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.jspecify.annotations.Nullable;

/** MyBatis sessions that return fake mappers. */
final class Sessions {

  private final Map<Class<?>, Object> mappers;
  private final Deque<String> calls = new ArrayDeque<>();

  Sessions(Map<Class<?>, Object> mappers) {
    this.mappers = mappers;
  }

  /** The calls so far, in order, such as {@code commit}. */
  Deque<String> calls() {
    return calls;
  }

  SqlSessionFactory factory() {
    return proxy(
        SqlSessionFactory.class,
        (name, arguments) -> {
          if (!name.equals("openSession")) {
            throw new UnsupportedOperationException(name);
          }
          calls.add(name + " " + arguments[0]);
          return session();
        });
  }

  private SqlSession session() {
    return proxy(
        SqlSession.class,
        (name, arguments) ->
            switch (name) {
              case "getMapper" -> mapper(arguments[0]);
              case "commit", "close" -> calls.add(name);
              default -> throw new UnsupportedOperationException(name);
            });
  }

  private Object mapper(Object type) {
    Object mapper = mappers.get(type);
    if (mapper == null) {
      throw new UnsupportedOperationException("No fake for " + type);
    }
    return mapper;
  }

  private interface Answers {
    @Nullable Object to(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result =
                  answers.to(method.getName(), arguments == null ? new Object[0] : arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }
}
