package com.notiflows.server.style;

import java.util.Arrays;

/** Text with single spaces, one paragraph per line, and the source line of each character. */
final class Prose {

  private final StringBuilder text = new StringBuilder();
  private int[] lines = new int[1024];

  String text() {
    return text.toString();
  }

  /** The source line of the character at an offset. */
  int line(int offset) {
    return lines[offset];
  }

  /** Adds a character. Whitespace is collapsed. */
  void add(char c, int line) {
    boolean isSpace = Character.isWhitespace(c);
    if (isSpace && (text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1)))) {
      return;
    }
    append(isSpace ? ' ' : c, line);
  }

  /** Ends the paragraph. Phrases do not extend across paragraphs. */
  void endParagraph() {
    if (!text.isEmpty()) {
      append('\n', lines[text.length() - 1]);
    }
  }

  /** Adds lines without their indentation and comment markers. Blank lines end paragraphs. */
  void addLines(String block, int firstLine) {
    int line = firstLine;
    for (String each : block.split("\n", -1)) {
      String content = each.strip().replaceFirst("^(?:\\*|//|#|<p>)+", "").strip();
      if (content.isEmpty()) {
        endParagraph();
      }
      for (int i = 0; i < content.length(); i++) {
        add(content.charAt(i), line);
      }
      add(' ', line);
      line++;
    }
  }

  private void append(char c, int line) {
    if (text.length() == lines.length) {
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    lines[text.length()] = line;
    text.append(c);
  }
}
