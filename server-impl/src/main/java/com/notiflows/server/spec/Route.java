package com.notiflows.server.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One path of the spec with its operations by method.
 *
 * @param segments the path, split at slashes; parameters are in braces
 * @param operations by method, in upper case
 */
public record Route(List<String> segments, Map<String, Operation> operations) {

  /** Copies the collections. */
  public Route {
    segments = List.copyOf(segments);
    operations = Map.copyOf(operations);
  }

  /** The path as in the spec, with parameters in braces. */
  public String template() {
    return "/" + String.join("/", segments);
  }

  /** The parameters if the path matches this route. Empty segments match no parameter. */
  Optional<Map<String, PathSegment>> match(List<PathSegment> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, PathSegment> parameters = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String expected = segments.get(i);
      PathSegment given = path.get(i);
      Optional<String> parameter = parameterOf(expected);
      if (parameter.isPresent() && !given.raw().isEmpty()) {
        parameters.put(parameter.get(), given);
      } else if (!given.is(expected)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  /** The name of the parameter, if the segment is one. */
  public static Optional<String> parameterOf(String segment) {
    return segment.startsWith("{")
        ? Optional.of(segment.substring(1, segment.length() - 1))
        : Optional.empty();
  }

  /** The supported methods, for the header {@code Allow}. */
  public String allow() {
    TreeSet<String> methods = new TreeSet<>(operations.keySet());
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return String.join(", ", methods);
  }

  /** Whether pages of other origins may call it: only operations of signed-in users. */
  public boolean isOpenToPages() {
    return operations.values().stream()
        .allMatch(operation -> operation.credentials() == Operation.Credentials.USER_KEY);
  }

  /** The operation for a method; HEAD is GET without a body. */
  public Optional<Operation> operation(String method) {
    return Optional.ofNullable(operations.get(method.equals("HEAD") ? "GET" : method));
  }
}
