package com.notiflows.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes reports to {@code target} and, if requested, to the source tree. */
final class Published {

  private static final String BEGIN = "<!-- figures: begin -->\n";
  private static final String END = "<!-- figures: end -->";

  private Published() {}

  /** Writes a file of the report. */
  static void write(Options options, String name, String text) throws IOException {
    writeInto(options.target().resolve("report"), name, text);
    if (options.publish()) {
      writeInto(options.module(), name, text);
    }
  }

  /** Writes the text of the report. In the source tree, it replaces a section of README.md. */
  static void report(Options options, String text) throws IOException {
    writeInto(options.target().resolve("report"), "report.md", text);
    if (options.publish()) {
      Path readme = options.module().resolve("README.md");
      String old = Files.readString(readme);
      int begin = old.indexOf(BEGIN) + BEGIN.length();
      Files.writeString(readme, old.substring(0, begin) + text + old.substring(old.indexOf(END)));
    }
  }

  private static void writeInto(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
