package com.notiflows.server.app;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The raw target of a request.
 *
 * @param path nothing in it is decoded or resolved; an escape that no decoder takes stands for each
 *     character that is not allowed
 * @param query what follows the first question mark, if there is one
 * @param plain a target for the same server that every parser takes
 */
record RawTarget(String path, @Nullable String query, String plain) {

  /** Before the first request. */
  static final RawTarget ROOT = new RawTarget("/", null, "/");

  /** What a byte becomes that is neither part of a character nor printable. */
  private static final String REPLACEMENT = "\uFFFD";

  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.-]{1,255}:[0-9]{1,5}");
  private static final String NOWHERE = "connect.invalid:80";
  private static final String NO_ESCAPE = "%zz";

  /** Splits the target of a request line. */
  static RawTarget of(String method, String target) {
    if (method.equals("CONNECT")) {
      return new RawTarget("/", null, AUTHORITY.matcher(target).matches() ? target : NOWHERE);
    }
    String text = target.replace(REPLACEMENT, NO_ESCAPE);
    int pathStart = pathStart(text);
    int fragment = text.indexOf('#', pathStart);
    int end = fragment < 0 ? text.length() : fragment;
    int mark = text.indexOf('?', pathStart);
    boolean hasQuery = mark >= 0 && mark < end;
    String path = text.substring(pathStart, hasQuery ? mark : end);
    return new RawTarget(
        path.isEmpty() ? "/" : path,
        hasQuery ? text.substring(mark + 1, end) : null,
        text.equals("*") ? text : text.substring(0, pathStart) + "/");
  }

  /** After scheme and authority, which a proxy puts in front. */
  private static int pathStart(String target) {
    int colon = target.indexOf("://");
    if (target.startsWith("/") || colon < 0) {
      return 0;
    }
    for (int i = colon + 3; i < target.length(); i++) {
      if ("/?#".indexOf(target.charAt(i)) >= 0) {
        return i;
      }
    }
    return target.length();
  }
}
