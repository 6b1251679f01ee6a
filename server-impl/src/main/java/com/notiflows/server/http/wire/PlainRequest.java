package com.notiflows.server.http.wire;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request whose target any URI parser takes: what is not legal there is escaped. Nothing is
 * judged by this spelling; it only keeps Jersey from answering before our filters do.
 */
final class PlainRequest extends HttpServletRequestWrapper {

  private static final String LEGAL = "-._~!$&'()*+,=:@/";

  private final String path;

  PlainRequest(HttpServletRequest request, String rawPath) {
    super(request);
    this.path = escaped(rawPath);
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer("http://localhost").append(path);
  }

  @Override
  public String getContextPath() {
    return "";
  }

  @Override
  public String getServletPath() {
    return "";
  }

  @Override
  public String getPathInfo() {
    return path;
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  private static String escaped(String raw) {
    StringBuilder escaped = new StringBuilder(raw.startsWith("/") ? "" : "/");
    raw.chars()
        .forEach(
            c -> {
              boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || LEGAL.indexOf(c) >= 0);
              escaped.append(plain ? Character.toString(c) : "_");
            });
    return escaped.toString();
  }
}
