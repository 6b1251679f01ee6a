package com.notiflows.server.style;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds phrases to avoid in comments, strings, names and documentation. */
final class PlainEnglish {

  private static final String RESOURCE = "plain-english.txt";
  private static final Pattern RULE = Pattern.compile("(?<phrase>.+?)\\s+=>\\s+(?<better>.+)");
  private static final Pattern EXCEPTION =
      Pattern.compile("except (?<path>\\S+) (?<phrase>[^:]+): (?<reason>.+)");
  private static final Set<String> SKIPPED_FOLDERS =
      Set.of("target", "node_modules", ".git", ".notiflows", "released");

  private static final Set<String> TEXT_EXTENSIONS = Set.of("md", "yaml", "yml");

  private record Rule(Pattern phrase, String better) {}

  private record Exemption(String path, String phrase) {
    boolean covers(String file, String found) {
      return file.equals(path) && found.equalsIgnoreCase(phrase);
    }
  }

  /**
   * A phrase to replace.
   *
   * @param line 1 for the first line
   */
  record Finding(String file, int line, String phrase, String better) {

    @Override
    public String toString() {
      return file + ":" + line + ": '" + phrase + "' - better: " + better;
    }
  }

  private final List<Rule> rules;
  private final List<Exemption> exemptions;

  private PlainEnglish(List<Rule> rules, List<Exemption> exemptions) {
    this.rules = rules;
    this.exemptions = exemptions;
  }

  /** Loads the rules for the repository. */
  static PlainEnglish load() {
    try (InputStream in = PlainEnglish.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses rules: one {@code regular expression => better wording} or {@code except path phrase:
   * reason} per line.
   */
  static PlainEnglish parse(String text) {
    List<Rule> rules = new ArrayList<>();
    List<Exemption> exemptions = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher exception = EXCEPTION.matcher(line);
      Matcher rule = RULE.matcher(line);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (exception.matches()) {
        exemptions.add(new Exemption(exception.group("path"), exception.group("phrase")));
      } else if (rule.matches()) {
        rules.add(
            new Rule(
                Pattern.compile(rule.group("phrase"), Pattern.CASE_INSENSITIVE),
                rule.group("better")));
      } else {
        throw new IllegalArgumentException("Neither a rule nor an exception: " + line);
      }
    }
    return new PlainEnglish(rules, exemptions);
  }

  /** Checks all Java, Markdown and YAML files of a source tree. */
  List<Finding> checkAll(Path root) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Path file : files(root)) {
      findings.addAll(check(name(root, file), Files.readString(file)));
    }
    return findings;
  }

  /** Exceptions that no file needs. */
  List<String> unusedExceptions(Path root) throws IOException {
    Set<Exemption> unused = new LinkedHashSet<>(exemptions);
    PlainEnglish strict = new PlainEnglish(rules, List.of());
    for (Finding finding : strict.checkAll(root)) {
      unused.removeIf(exemption -> exemption.covers(finding.file(), finding.phrase()));
    }
    return unused.stream().map(Exemption::toString).toList();
  }

  private static String name(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static Set<Path> files(Path root) throws IOException {
    Set<Path> files = new TreeSet<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean isSkipped =
                !folder.equals(root) && SKIPPED_FOLDERS.contains(folder.getFileName().toString());
            return isSkipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            String extension = extension(name);
            if (extension.equals("java") || TEXT_EXTENSIONS.contains(extension)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * Checks one file. Its name decides whether all text or only comments, strings and names count.
   */
  List<Finding> check(String file, String content) {
    Prose prose = new Prose();
    if (extension(file).equals("java")) {
      new JavaText(content, prose).extract();
    } else {
      prose.addLines(content, 1);
    }
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : rules) {
      Matcher matcher = rule.phrase().matcher(prose.text());
      while (matcher.find()) {
        if (exemptions.stream().noneMatch(e -> e.covers(file, matcher.group()))) {
          int line = prose.line(matcher.start());
          findings.add(new Finding(file, line, matcher.group(), rule.better()));
        }
      }
    }
    return findings;
  }
}
