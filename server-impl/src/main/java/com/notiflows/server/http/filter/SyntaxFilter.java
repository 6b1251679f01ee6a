package com.notiflows.server.http.filter;

import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.spec.Operation;
import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Rejects malformed paths, queries and headers, and joins repeated headers for delegates. Runs
 * after authentication, so that only authenticated callers can cause the cost of these checks.
 */
@PreMatching
@Priority(FilterOrder.SYNTAX)
public final class SyntaxFilter implements ContainerRequestFilter {

  /** Conditions that must not be ignored, because the caller relies on them. */
  private static final List<String> CONDITIONS =
      List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH);

  @Override
  public void filter(ContainerRequestContext request) {
    RequestTarget target = RequestTarget.of(request);
    target
        .fault()
        .ifPresent(
            fault -> {
              throw fault;
            });
    Map<String, Operation.Parameter> rules = target.operation().headerParameters();
    rules.forEach((name, rule) -> readHeader(request.getHeaders(), name, rule));
    String method = request.getMethod();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      refuseConditions(request.getHeaders(), rules.keySet());
    }
    try {
      request.getAcceptableMediaTypes();
    } catch (ProcessingException e) {
      throw RequestErrors.invalidParam(
          "invalid_param", "accept", "The Accept header must list media types.");
    }
  }

  private static void readHeader(
      MultivaluedMap<String, String> headers, String name, Operation.Parameter rule) {
    List<String> lines = headers.get(name);
    if (lines == null) {
      return;
    }
    String value = String.join(", ", lines); // as RFC 9110 defines it
    if (!rule.accepts(value)) {
      String param = name.toLowerCase(Locale.ROOT);
      throw RequestErrors.invalidParam(rule.reason(), param, param + " " + rule.expected() + ".");
    }
    headers.putSingle(name, value);
  }

  private static void refuseConditions(
      MultivaluedMap<String, String> headers, Set<String> supported) {
    for (String name : CONDITIONS) {
      if (headers.containsKey(name) && !supported.contains(name)) {
        throw RequestErrors.invalidParam(
            "invalid_param",
            name.toLowerCase(Locale.ROOT),
            name + " is not supported by this operation. Remove it.");
      }
    }
  }
}
