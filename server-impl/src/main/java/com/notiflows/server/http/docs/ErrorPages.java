package com.notiflows.server.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A page for each error code, for the URIs in {@code type}. */
final class ErrorPages {

  private ErrorPages() {}

  /** The pages by path, including the list of all pages. */
  static Map<String, Document> of(Document spec) {
    JsonNode told = parse(spec).at("/components/schemas/ErrorCode/x-notiflows-pages");
    Map<String, Document> pages = new LinkedHashMap<>();
    StringBuilder list = new StringBuilder("<h1>Errors</h1>\n<ul>\n");
    for (ErrorCode code : ErrorCode.values()) {
      String name = code.wireName();
      JsonNode page = told.path(name);
      pages.put("/errors/" + name, page(name, "../docs/", body(code, page)));
      list.append(
          "<li><a href=\"errors/" + name + "\">" + name + "</a> (" + code.status() + ")</li>\n");
    }
    pages.put("/errors", page("Errors", "docs/", list.append("</ul>").toString()));
    return pages;
  }

  private static String body(ErrorCode code, JsonNode page) {
    return "<h1>"
        + code.wireName()
        + "</h1>\n<p class=\"status\">HTTP status "
        + code.status()
        + "</p>\n<h2>Cause</h2>\n<p>"
        + text(page.path("cause").asText())
        + "</p>\n<h2>What to do</h2>\n<p>"
        + text(page.path("cure").asText())
        + "</p>\n<p><a href=\"../errors\">All errors</a></p>";
  }

  private static Document page(String title, String docs, String body) {
    return Document.html(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s – Notiflows</title>
        <link rel="stylesheet" href="%2$spage.css">
        </head>
        <body class="page">
        %3$s
        <p><a href="%2$s">The API</a></p>
        </body>
        </html>
        """
            .formatted(title, docs, body));
  }

  /** Converts text of the spec to HTML. Text in backticks is code. */
  private static String text(String markdown) {
    String escaped =
        markdown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip();
    return escaped.replaceAll("`([^`]*)`", "<code>$1</code>");
  }

  private static JsonNode parse(Document spec) {
    try {
      return new ObjectMapper().readTree(spec.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled spec can't be read", e);
    }
  }
}
