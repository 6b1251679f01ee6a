package com.notiflows.server.app;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.spec.BundledSpec;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Whether a request may need the database: it names a route of the API, and shows a key that can
 * exist or an origin. Documents, unknown routes and missing or malformed keys do not.
 */
final class DatabaseNeed implements Predicate<Request> {

  private final BundledSpec spec;

  /** Uses the routes of the spec. */
  DatabaseNeed(BundledSpec spec) {
    this.spec = spec;
  }

  @Override
  public boolean test(Request request) {
    HttpFields headers = request.getHeaders();
    boolean isKnowable =
        Optional.ofNullable(headers.get(AccessService.API_KEY_HEADER))
            .filter(AccessService::isPossible)
            .isPresent();
    if (!isKnowable && !headers.contains(HttpHeader.ORIGIN)) {
      return false;
    }
    String path =
        request.getAttribute(WireRequest.RAW_PATH) instanceof String raw
            ? raw
            : request.getHttpURI().getPath();
    return path.length() <= spec.limits().targetBytes() && spec.match(path).isPresent();
  }
}
