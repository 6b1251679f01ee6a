package com.notiflows.server.http;

import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.spec.Operation;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The raw target and the request id, before a container or Jersey changes them. */
public final class WireRequest {

  /** The header of the request id. */
  public static final String REQUEST_ID_HEADER = "x-request-id";

  /** The attribute with the request id. */
  public static final String REQUEST_ID = "com.notiflows.requestId";

  /** The attribute with the raw path, set by servers that give servlets another one. */
  public static final String RAW_PATH = "com.notiflows.rawPath";

  /** The attribute with the raw query, if the server sets it. */
  public static final String RAW_QUERY = "com.notiflows.rawQuery";

  /** The attribute in which the {@link Operation} of a request is kept, once it is known. */
  public static final String OPERATION = "com.notiflows.operation";

  /** The attribute with the id of the project whose keys were accepted. */
  public static final String PROJECT_ID = "com.notiflows.projectId";

  /** The attribute with the address of the connection's other end, if it is known. */
  public static final String PEER = "com.notiflows.peer";

  /**
   * The attribute with the body of the response as an immutable {@code byte[]}, which is sent
   * without a copy.
   */
  public static final String ANSWER = "com.notiflows.answer";

  private static final Pattern REQUEST_ID_FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private WireRequest() {}

  /** The raw path below the context path. */
  public static String rawPath(ContainerRequestContext request) {
    Object raw = request.getProperty(RAW_PATH);
    return raw instanceof String path ? path : request.getUriInfo().getRequestUri().getRawPath();
  }

  /** The raw query; empty if there is none. */
  public static String rawQuery(ContainerRequestContext request) {
    Object raw = request.getProperty(RAW_QUERY);
    String query =
        raw instanceof String text ? text : request.getUriInfo().getRequestUri().getRawQuery();
    return query == null ? "" : query;
  }

  /** The request id. */
  public static String requestId(ContainerRequestContext request) {
    if (request.getProperty(REQUEST_ID) instanceof String id) {
      return id;
    }
    List<String> given = request.getHeaders().get(REQUEST_ID_HEADER);
    String id = requestId(given == null ? List.of() : given);
    request.setProperty(REQUEST_ID, id);
    return id;
  }

  /** The caller's request id if it is valid, otherwise a new one. */
  public static String requestId(List<String> given) {
    String first = given.size() == 1 ? given.get(0) : "";
    return REQUEST_ID_FORM.matcher(first).matches() ? first : fresh();
  }

  /** The request id in an attribute, otherwise a new one. */
  public static String requestId(@Nullable Object attribute) {
    return attribute instanceof String id ? id : fresh();
  }

  /** The headers of every response. */
  public static Map<String, String> responseHeaders(String requestId) {
    return Map.of(
        REQUEST_ID_HEADER,
        requestId,
        "Cache-Control",
        "no-store",
        "X-Content-Type-Options",
        "nosniff");
  }

  private static String fresh() {
    return "req_" + UuidCreator.getTimeOrderedEpoch().toString().replace("-", "");
  }
}
