package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits what a server sent on one connection into responses. */
final class Responses {

  private static final String HEAD_END = "\r\n\r\n";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[ \r]");
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *(\\d+)\r\n", Pattern.CASE_INSENSITIVE);
  private static final Pattern CHUNKED =
      Pattern.compile("\r\ntransfer-encoding: *chunked\r\n", Pattern.CASE_INSENSITIVE);

  private Responses() {}

  /**
   * The responses in their order, without interim ones.
   *
   * @param text all bytes as characters
   * @param isHead whether the first one is the response to a HEAD request
   */
  static List<Answer> of(String text, boolean isHead) {
    List<Answer> all = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      int headEnd = text.indexOf(HEAD_END, at) + HEAD_END.length();
      assertTrue(headEnd >= HEAD_END.length(), () -> "No response: " + text.substring(start));
      String head = text.substring(at, headEnd);
      Matcher status = STATUS.matcher(head);
      assertTrue(status.lookingAt(), () -> "No response: " + text.substring(start));
      boolean isInterim = status.group(1).startsWith("1");
      boolean isEmpty =
          isInterim
              || status.group(1).equals("204")
              || status.group(1).equals("304")
              || (isHead && all.isEmpty());
      at = isEmpty ? headEnd : bodyEnd(text, head, headEnd);
      if (!isInterim) {
        all.add(Answer.parse(text.substring(start, at).getBytes(StandardCharsets.ISO_8859_1)));
      }
    }
    return all;
  }

  private static int bodyEnd(String text, String head, int start) {
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      int end = start + Integer.parseInt(length.group(1));
      assertTrue(end <= text.length(), () -> "A response is cut off: " + text.substring(start));
      return end;
    }
    if (CHUNKED.matcher(head).find()) {
      int last = text.indexOf("\r\n0\r\n\r\n", start);
      assertTrue(last >= 0, () -> "A response is cut off: " + text.substring(start));
      return last + "\r\n0\r\n\r\n".length();
    }
    return text.length(); // ends with the connection
  }
}
