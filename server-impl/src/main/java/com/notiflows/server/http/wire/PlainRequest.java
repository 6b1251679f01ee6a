package com.notiflows.server.http.wire;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.MediaType;
import java.io.BufferedReader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request whose target is a valid URI, because illegal characters are escaped. Otherwise Jersey
 * would reject it before the filters of the server run.
 */
final class PlainRequest extends HttpServletRequestWrapper {

  private static final String LEGAL = "-._~!$&'()*+,=:@/";

  private static final MediaType BYTES = MediaType.APPLICATION_OCTET_STREAM_TYPE;

  private final BodyStream body;
  private final String path;
  private final @Nullable String contentType;

  PlainRequest(HttpServletRequest request, String rawPath, BodyStream body) {
    super(request);
    this.body = body;
    this.path = escaped(rawPath);
    this.contentType = plainType(Collections.list(request.getHeaders("Content-Type")));
  }

  @Override
  public ServletInputStream getInputStream() {
    return body;
  }

  @Override
  public BufferedReader getReader() {
    throw new IllegalStateException("The body is read as bytes");
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

  @Override
  public @Nullable String getContentType() {
    return contentType;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isContentType(name) ? contentType : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isContentType(name) && contentType != null
        ? Collections.enumeration(List.of(contentType))
        : super.getHeaders(name);
  }

  private static boolean isContentType(String name) {
    return name.equalsIgnoreCase("Content-Type");
  }

  /** Other types than JSON become binary, because Jersey fails on some and parses forms. */
  private static @Nullable String plainType(List<String> given) {
    if (given.isEmpty()) {
      return null;
    }
    try {
      MediaType type = given.size() == 1 ? MediaType.valueOf(given.get(0)) : BYTES;
      return type.isCompatible(MediaType.APPLICATION_JSON_TYPE) ? given.get(0) : BYTES.toString();
    } catch (IllegalArgumentException e) {
      return BYTES.toString(); // MediaTypeFilter rejects it
    }
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
