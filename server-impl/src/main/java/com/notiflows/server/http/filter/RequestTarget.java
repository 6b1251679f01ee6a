package com.notiflows.server.http.filter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.spec.Identifiers;
import com.notiflows.server.spec.Operation;
import com.notiflows.server.spec.PathSegment;
import com.notiflows.server.spec.QueryString;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operation and the parameters in path and query of a request.
 *
 * @param operation the operation
 * @param path the valid path parameters, decoded
 * @param query the valid query parameters
 * @param fault the first invalid parameter; reported after authentication
 */
public record RequestTarget(
    Operation operation,
    Map<String, String> path,
    Map<String, String> query,
    Optional<ApiException> fault) {

  private static final String PROPERTY = RequestTarget.class.getName();

  static RequestTarget of(
      Operation operation, Map<String, PathSegment> pathParameters, String rawQuery) {
    Reader reader = new Reader();
    pathParameters.forEach(
        (name, segment) -> reader.readPath(operation.pathParameters().get(name), name, segment));
    reader.readQuery(operation, rawQuery);
    return new RequestTarget(
        operation, reader.path, reader.query, Optional.ofNullable(reader.fault));
  }

  /** The operation and the path parameters, as text that is equal for all encodings of the path. */
  String resource() {
    ArrayNode text = JsonNodeFactory.instance.arrayNode().add(operation.id());
    path.forEach(
        (name, value) -> {
          Operation.Parameter rule = operation.pathParameters().get(name);
          boolean isId = rule != null && rule.isId();
          text.add(name).add(isId ? Identifiers.toUuid(value).toString() : value);
        });
    return text.toString();
  }

  void attachTo(ContainerRequestContext request) {
    request.setProperty(PROPERTY, this);
  }

  static RequestTarget of(ContainerRequestContext request) {
    return of(request.getProperty(PROPERTY));
  }

  /** The target of the request whose body is read. */
  public static RequestTarget of(ReaderInterceptorContext body) {
    return of(body.getProperty(PROPERTY));
  }

  private static RequestTarget of(@Nullable Object property) {
    if (property instanceof RequestTarget target) {
      return target;
    }
    throw new IllegalStateException("The request was never routed");
  }

  private static final class Reader {

    private final Map<String, String> path = new LinkedHashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();
    private @Nullable ApiException fault;

    void readPath(Operation.@Nullable Parameter rule, String name, PathSegment segment) {
      if (rule == null) {
        throw new IllegalStateException("The spec does not describe the parameter " + name);
      }
      Optional<String> text = segment.text();
      if (text.isPresent() && rule.accepts(text.get())) {
        path.put(name, text.get());
      } else {
        refuse(rule, name);
      }
    }

    void readQuery(Operation operation, String raw) {
      Optional<Map<String, List<String>>> parameters = QueryString.parse(raw);
      if (parameters.isEmpty()) {
        refuse("invalid_param", "query", "The query must be percent-encoded as UTF-8.");
        return;
      }
      operation
          .queryParameters()
          .forEach((name, rule) -> readQuery(rule, name, parameters.get().get(name)));
    }

    private void readQuery(Operation.Parameter rule, String name, @Nullable List<String> values) {
      if (values == null) {
        return;
      }
      if (values.size() == 1 && rule.accepts(values.get(0))) {
        query.put(name, values.get(0));
      } else {
        refuse(rule, name);
      }
    }

    private void refuse(Operation.Parameter rule, String name) {
      refuse(rule.reason(), name, name + " " + rule.expected() + ".");
    }

    private void refuse(String reason, String name, String message) {
      if (fault == null) {
        fault = RequestErrors.invalidParam(reason, name, message);
      }
    }
  }
}
