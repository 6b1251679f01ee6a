package com.notiflows.server.style;

/** Extracts comments, string literals and names of several words from Java source. */
final class JavaText {

  private static final int FEWEST_WORDS = 3;
  private static final String WORD_BREAK = "_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])";
  private static final String TEXT_BLOCK = "\"\"\"";

  private enum Last {
    OTHER,
    LINE_COMMENT,
    STRING
  }

  private final String source;
  private final Prose prose;
  private int position;
  private int line = 1;
  private Last last = Last.OTHER;
  private int lastLine;

  JavaText(String source, Prose prose) {
    this.source = source;
    this.prose = prose;
  }

  void extract() {
    while (position < source.length()) {
      char c = source.charAt(position);
      if (source.startsWith("//", position)) {
        lineComment();
      } else if (source.startsWith("/*", position)) {
        block(2, "*/");
      } else if (source.startsWith(TEXT_BLOCK, position)) {
        block(TEXT_BLOCK.length(), TEXT_BLOCK);
      } else if (c == '"') {
        string();
      } else if (c == '\'') {
        skipCharacter();
      } else if (Character.isJavaIdentifierStart(c)) {
        name();
      } else {
        skip(c);
      }
    }
  }

  private void skip(char c) {
    if (c == '\n') {
      line++;
    } else if (!Character.isWhitespace(c) && !(c == '+' && last == Last.STRING)) {
      last = Last.OTHER;
    }
    position++;
  }

  /** A comment continues the one on the previous line. */
  private void lineComment() {
    if (last != Last.LINE_COMMENT || lastLine != line - 1) {
      prose.endParagraph();
    }
    int end = source.indexOf('\n', position);
    end = end < 0 ? source.length() : end;
    prose.addLines(source.substring(position, end), line);
    position = end;
    last = Last.LINE_COMMENT;
    lastLine = line;
  }

  private void block(int markerLength, String endMarker) {
    prose.endParagraph();
    int start = position + markerLength;
    int end = source.indexOf(endMarker, start);
    while (end > 0 && endMarker.equals(TEXT_BLOCK) && source.charAt(end - 1) == '\\') {
      end = source.indexOf(endMarker, end + 1);
    }
    end = end < 0 ? source.length() : end;
    String content = source.substring(start, end);
    prose.addLines(content, line);
    line += (int) content.chars().filter(c -> c == '\n').count();
    position = Math.min(source.length(), end + endMarker.length());
    last = Last.OTHER;
  }

  /** A literal continues the one that it is concatenated to. */
  private void string() {
    if (last != Last.STRING) {
      prose.endParagraph();
    }
    position++;
    while (position < source.length() && source.charAt(position) != '"') {
      if (source.charAt(position) == '\\') {
        position++;
      }
      prose.add(source.charAt(position), line);
      position++;
    }
    position++;
    last = Last.STRING;
  }

  private void skipCharacter() {
    position += source.startsWith("'\\", position) ? 3 : 2;
    position = source.indexOf('\'', position) + 1;
    last = Last.OTHER;
  }

  private void name() {
    int start = position;
    while (position < source.length() && Character.isJavaIdentifierPart(source.charAt(position))) {
      position++;
    }
    String words = source.substring(start, position).replaceAll(WORD_BREAK, " ").strip();
    if (words.split(" ").length >= FEWEST_WORDS) {
      prose.endParagraph();
      for (int i = 0; i < words.length(); i++) {
        prose.add(words.charAt(i), line);
      }
      prose.endParagraph();
    }
    last = Last.OTHER;
  }
}
