package com.notiflows.server.http.docs;

import com.notiflows.server.http.WireRequest;
import com.notiflows.server.problem.RequestErrors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves the spec, a page that renders it, and a page for each error, without authentication. The
 * pages load nothing from other hosts.
 */
public final class DocsFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final int PERMANENT_REDIRECT = 308;
  private static final String ALLOW = "GET, HEAD, OPTIONS";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final transient Map<String, Document> documents = new LinkedHashMap<>();

  /** Reads everything into memory. */
  public DocsFilter() {
    Document spec = Document.file("application/json", "/openapi.json");
    documents.put("/openapi.json", spec);
    documents.put("/openapi.yaml", Document.file("application/yaml", "/openapi.yaml"));
    documents.put("/docs/", Document.file(Document.HTML, "index.html"));
    documents.put("/docs/docs.js", Document.file("text/javascript", "docs.js"));
    documents.put("/docs/page.css", Document.file("text/css", "page.css"));
    String ui = SwaggerUi.folder();
    documents.put("/docs/ui.css", Document.file("text/css", ui + "swagger-ui.css"));
    documents.put("/docs/ui.js", Document.file("text/javascript", ui + "swagger-ui-bundle.js"));
    documents.put("/docs/icon.png", Document.file("image/png", ui + "favicon-32x32.png"));
    documents.putAll(ErrorPages.of(spec));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = String.valueOf(request.getAttribute(WireRequest.RAW_PATH));
    Document document = documents.get(path);
    boolean isFolder = path.equals("/docs");
    if (document == null && !isFolder) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("Referrer-Policy", "no-referrer");
    switch (request.getMethod()) {
      case "GET", "HEAD" -> {
        if (document == null) {
          response.setStatus(PERMANENT_REDIRECT);
          response.setHeader("Location", "docs/");
        } else {
          send(document, request, response);
        }
      }
      case "OPTIONS" -> {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Allow", ALLOW);
      }
      default -> throw RequestErrors.methodNotAllowed(ALLOW);
    }
  }

  private static void send(
      Document document, HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("ETag", document.etag());
    if (document.etag().equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(document.mediaType());
    response.setContentLength(document.bytes().length);
    if (!request.getMethod().equals("HEAD")) {
      request.setAttribute(WireRequest.ANSWER, document.bytes());
    }
  }
}
