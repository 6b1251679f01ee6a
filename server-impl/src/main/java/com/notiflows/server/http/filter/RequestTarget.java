package com.notiflows.server.http.filter;

import com.fasterxml.jackson.databind.node.TextNode;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.Operation;
import com.notiflows.server.spec.PathSegment;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about, as its path tells.
 *
 * @param operation the operation that it asks for
 * @param readable the parameters of the path that fulfil the spec, decoded
 * @param fault what is wrong with the first one that doesn't; told only when its turn comes
 */
public record RequestTarget(
    Operation operation, Map<String, String> readable, Optional<ApiException> fault) {

  private static final String PROPERTY = RequestTarget.class.getName();

  static RequestTarget of(Operation operation, Map<String, PathSegment> parameters) {
    Map<String, String> readable = new LinkedHashMap<>();
    ApiException fault = null;
    for (Map.Entry<String, PathSegment> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      Operation.PathParameter rule = operation.pathParameters().get(name);
      if (rule == null) {
        throw new IllegalStateException("The spec does not describe the parameter " + name);
      }
      Optional<String> text = parameter.getValue().text();
      if (text.isPresent() && rule.check().accepts(TextNode.valueOf(text.get()))) {
        readable.put(name, text.get());
      } else if (fault == null) {
        fault = ApiException.invalidParam(rule.reason(), name, name + " " + rule.expected() + ".");
      }
    }
    return new RequestTarget(operation, readable, Optional.ofNullable(fault));
  }

  void attachTo(ContainerRequestContext request) {
    request.setProperty(PROPERTY, this);
  }

  static RequestTarget of(ContainerRequestContext request) {
    return of(request.getProperty(PROPERTY));
  }

  private static RequestTarget of(@Nullable Object property) {
    if (property instanceof RequestTarget target) {
      return target;
    }
    throw new IllegalStateException("The request was never routed");
  }

  /** The target of a request whose body is read. */
  public static RequestTarget of(jakarta.ws.rs.ext.ReaderInterceptorContext body) {
    return of(body.getProperty(PROPERTY));
  }
}
