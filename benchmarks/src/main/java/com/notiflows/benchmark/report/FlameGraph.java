package com.notiflows.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws where a program spends its CPU time, as SVG. Callers are below what they call, and the
 * width of a box is its share of the time. Consecutive frames of one library, or of one class of
 * the server, are one box.
 */
public final class FlameGraph {

  private static final int WIDTH = 1200;
  private static final int ROW = 17;
  private static final int TOP = 60;
  private static final int MARGIN = 10;

  /** Narrower boxes are left out. */
  private static final double LEAST_SHARE = 0.003;

  private static final double LETTER = 6.6;
  private static final int FEWEST_LETTERS = 4;

  private static final Pattern SERVER_CLASS =
      Pattern.compile("com/notiflows/server/(?:\\w+/)*(\\w+).*");

  /** Names of libraries by the beginnings of their frames; the first one that fits counts. */
  private static final List<Map.Entry<String, String>> LIBRARIES =
      List.of(
          Map.entry("org/eclipse/jetty", "Jetty"),
          Map.entry("org/glassfish", "Jersey"),
          Map.entry("jakarta", "Jersey"),
          Map.entry("org/apache/ibatis", "MyBatis"),
          Map.entry("com/mysql", "driver"),
          Map.entry("com/zaxxer", "pool"),
          Map.entry("com/fasterxml", "Jackson"),
          Map.entry("java/", "JDK"),
          Map.entry("jdk/", "JDK"),
          Map.entry("sun/", "JDK"));

  private static final String NATIVE = "JVM and kernel";

  private static final Map<String, String> COLOURS =
      Map.of(
          "Jetty", "#a6d9a0", "Jersey", "#9ecbff", "MyBatis", "#d2b8ff", "driver", "#ffb3ba",
          "pool", "#ffd6a5", "Jackson", "#ffe9a8", "JDK", "#d8dee4", NATIVE, "#eaeef2");

  private static final String OF_SERVER = "#ff9f43";
  private static final String OF_OTHERS = "#c7d2da";

  /** A box: its own samples, and those of what it calls. */
  private static final class Box {
    private final Map<String, Box> calls = new TreeMap<>();
    private long samples;

    int depth() {
      return 1 + calls.values().stream().mapToInt(Box::depth).max().orElse(0);
    }

    /** The box without those that are too narrow. */
    void prune(double least) {
      calls.values().removeIf(call -> call.samples < least);
      calls.values().forEach(call -> call.prune(least));
    }
  }

  private FlameGraph() {}

  /**
   * The graph as an SVG document.
   *
   * @param stacks lines such as {@code a;b;c 12}: frames from the outermost one, and samples
   */
  public static String draw(String title, List<String> stacks) {
    Box root = new Box();
    stacks.forEach(line -> add(root, line));
    root.prune(LEAST_SHARE * root.samples);
    int rows = root.depth() - 1;
    int height = TOP + rows * ROW + MARGIN;
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
            font-family="monospace" font-size="11" role="img">
            <rect width="100%%" height="100%%" fill="#ffffff"/>
            <text x="%3$d" y="24" font-size="15">%4$s</text>
            <text x="%3$d" y="42" fill="#57606a">%5$,d samples of CPU time. Callers are below; orange is the server's code.</text>
            """,
                WIDTH,
                height,
                MARGIN,
                Svg.escape(title),
                root.samples));
    double scale = (double) (WIDTH - 2 * MARGIN) / Math.max(1, root.samples);
    draw(svg, root, root.samples, MARGIN, height - MARGIN - ROW, scale);
    return svg.append("</svg>\n").toString();
  }

  private static void add(Box root, String line) {
    int space = line.lastIndexOf(' ');
    long samples = Long.parseLong(line.substring(space + 1));
    Box box = root;
    box.samples += samples;
    for (String name : names(line.substring(0, space))) {
      box = box.calls.computeIfAbsent(name, any -> new Box());
      box.samples += samples;
    }
  }

  /** The names of the boxes of a stack. */
  private static List<String> names(String stack) {
    List<String> names = new ArrayList<>();
    for (String frame : stack.split(";", -1)) {
      String name = name(frame);
      if (names.isEmpty() || !names.get(names.size() - 1).equals(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static String name(String frame) {
    Matcher ofServer = SERVER_CLASS.matcher(frame);
    if (ofServer.matches()) {
      return ofServer.group(1);
    }
    return LIBRARIES.stream()
        .filter(library -> frame.startsWith(library.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> frame.contains("/") ? "other library" : NATIVE);
  }

  private static void draw(
      StringBuilder svg, Box box, long all, double left, int top, double scale) {
    double x = left;
    for (Map.Entry<String, Box> call : box.calls.entrySet()) {
      double width = call.getValue().samples * scale;
      svg.append(rectangle(call.getKey(), call.getValue().samples, all, x, top, width));
      draw(svg, call.getValue(), all, x, top - ROW, scale);
      x += width;
    }
  }

  private static String rectangle(
      String name, long samples, long all, double x, int y, double width) {
    int letters = (int) ((width - 6) / LETTER);
    String label =
        letters < FEWEST_LETTERS ? "" : name.substring(0, Math.min(letters, name.length()));
    return String.format(
        Locale.ROOT,
        """
        <g><title>%s: %.1f %%</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s" stroke="#ffffff"/>\
        <text x="%.1f" y="%d">%s</text></g>
        """,
        Svg.escape(name),
        100.0 * samples / all,
        x,
        y,
        width,
        ROW,
        colour(name),
        x + 3,
        y + ROW - 5,
        Svg.escape(label));
  }

  private static String colour(String name) {
    boolean isOfServer = Character.isUpperCase(name.charAt(0)) && !COLOURS.containsKey(name);
    return COLOURS.getOrDefault(name, isOfServer ? OF_SERVER : OF_OTHERS);
  }
}
