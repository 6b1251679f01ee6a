package com.notiflows.benchmark.report;

/** What drawings have in common. */
final class Svg {

  private Svg() {}

  /** Text for the content of an element. */
  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
