package com.notiflows.server.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.style.PlainEnglish.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No text in the repository contains a phrase of {@code plain-english.txt}. */
class PlainEnglishTest {

  private static final PlainEnglish RULES = PlainEnglish.load();
  private static final PlainEnglish EXAMPLES =
      PlainEnglish.parse(
          """
          \\bgobble(?:s|d)? up\\b => use
          \\bfrob\\b => configure
          except docs/names.md frob: a quotation
          """);

  private static Path root() throws IOException {
    return Path.of("..").toRealPath();
  }

  private static List<String> check(String file, String content) {
    return EXAMPLES.check(file, content).stream().map(Finding::toString).toList();
  }

  @Test
  void repositoryHasNoListedPhrase() throws IOException {
    List<Finding> findings = RULES.checkAll(root());

    assertTrue(
        findings.isEmpty(),
        () ->
            "Replace these phrases, see plain-english.txt:\n"
                + findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
  }

  @Test
  void everyExceptionIsNeeded() throws IOException {
    assertEquals(List.of(), RULES.unusedExceptions(root()));
  }

  @Test
  void badSentenceIsFound() {
    assertEquals(
        List.of("docs/x.md:3: 'Whoever' - better: the caller, anyone who"),
        RULES.check("docs/x.md", "# Keys\n\nWhoever calls needs a key.").stream()
            .map(Finding::toString)
            .toList());
  }

  @Test
  void checksCommentsStringsAndNamesOfJava() {
    assertEquals(List.of("A.java:1: 'Frob' - better: configure"), check("A.java", "// Frob it."));
    assertEquals(
        List.of("A.java:2: 'frob' - better: configure"),
        check("A.java", "int i;\nString s = \"A \\\"frob\\\".\";"));
    assertEquals(
        List.of("A.java:3: 'frob' - better: configure"),
        check(
            "A.java",
            """
            String s =
                \"""
                They frob
                it.\""";
            """));
    assertEquals(
        List.of("A.java:1: 'gobbles Up' - better: use"),
        check("A.java", "void gobblesUpMemory() {}"));
    assertEquals(
        List.of("A.java:1: 'Frob' - better: configure"), check("A.java", "void useOfAFrob() {}"));
  }

  @Test
  void ignoresOtherCode() {
    assertEquals(List.of(), check("A.java", "int frob = '\"' + '\\''; char c = '/'; // quoted"));
  }

  @Test
  void findsPhrasesAcrossLines() {
    assertEquals(
        List.of("A.java:2: 'gobbles up' - better: use"),
        check("A.java", "/**\n * It gobbles\n * up memory.\n */"));
    assertEquals(
        List.of("A.java:1: 'gobbles up' - better: use"),
        check("A.java", "// It gobbles\n// up memory."));
    assertEquals(
        List.of("A.java:1: 'gobbles up' - better: use"),
        check("A.java", "f(\"It gobbles\"\n    + \" up memory\");"));
    assertEquals(
        List.of("a.yaml:3: 'gobbles up' - better: use"),
        check("a.yaml", "description: >-\n  Text.\n  It gobbles\n  up memory.\n"));
  }

  @Test
  void doesNotJoinParagraphs() {
    assertEquals(List.of(), check("A.java", "// It gobbles\n\n// up memory."));
    assertEquals(List.of(), check("A.java", "f(\"It gobbles\", \" up memory\");"));
    assertEquals(List.of(), check("a.md", "It gobbles\n\nup memory."));
  }

  @Test
  void exceptionsAreForOnePathAndOnePhrase() {
    assertEquals(List.of(), check("docs/names.md", "Frob"));
    assertEquals(1, check("docs/names.md", "gobble up").size());
    assertEquals(1, check("docs/other.md", "frob").size());
  }
}
