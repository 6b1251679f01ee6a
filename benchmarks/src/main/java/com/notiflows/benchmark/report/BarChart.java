package com.notiflows.benchmark.report;

import java.util.List;
import java.util.Locale;

/** Draws horizontal bars as SVG. */
public final class BarChart {

  private static final int WIDTH = 860;
  private static final int LABEL_WIDTH = 330;
  private static final int VALUE_WIDTH = 90;
  private static final int TOP = 64;
  private static final int ROW = 26;
  private static final int BAR = 18;
  private static final int MARGIN = 16;

  private BarChart() {}

  /** The colour of a bar. */
  public enum Colour {
    /** The reference. */
    REFERENCE("#9aa5b1"),
    /** The server. */
    PLAIN("#1f6feb"),
    /** The server, with an {@code Idempotency-Key}. */
    KEYED("#8ab8ff");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  /** A bar. */
  public record Bar(String label, double value, Colour colour) {}

  /** Bars with a common scale. */
  public record Group(String title, List<Bar> bars) {}

  /** The chart as an SVG document. */
  public static String draw(String title, String subtitle, List<Group> groups) {
    StringBuilder svg = new StringBuilder();
    int rows = groups.stream().mapToInt(group -> 2 + group.bars().size()).sum();
    int height = TOP + ROW * rows + MARGIN;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        font-family="sans-serif" font-size="13" role="img">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="%3$d" y="26" font-size="16" font-weight="bold">%4$s</text>
        <text x="%3$d" y="46" fill="#57606a">%5$s</text>
        """
            .formatted(WIDTH, height, MARGIN, Svg.escape(title), Svg.escape(subtitle)));
    int y = TOP;
    for (Group group : groups) {
      double most = group.bars().stream().mapToDouble(Bar::value).max().orElse(1);
      svg.append(
          """
          <text x="%d" y="%d" font-weight="bold">%s</text>
          """
              .formatted(LABEL_WIDTH, y + BAR - 4, Svg.escape(group.title())));
      for (Bar bar : group.bars()) {
        y += ROW;
        svg.append(bar(bar, y, most));
      }
      y += 2 * ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String bar(Bar bar, int y, double most) {
    double width = (WIDTH - LABEL_WIDTH - VALUE_WIDTH) * bar.value() / most;
    int baseline = y + BAR - 5;
    return String.format(
        Locale.ROOT,
        """
        <text x="%d" y="%d" text-anchor="end">%s</text>
        <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
        <text x="%.1f" y="%d">%,.0f</text>
        """,
        LABEL_WIDTH - 8,
        baseline,
        Svg.escape(bar.label()),
        LABEL_WIDTH,
        y,
        width,
        BAR,
        bar.colour().code,
        LABEL_WIDTH + width + 6,
        baseline,
        bar.value());
  }
}
