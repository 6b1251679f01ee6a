package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The threat model names a test for each defence, and all of these tests exist. */
class ThreatModelTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");

  /** The cells of the table: attacker, attack, defence, tests. */
  private static List<String[]> rows() throws IOException {
    return Files.readString(ROOT.resolve("docs/threat-model.md"))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| attacker"))
        .map(line -> line.split(" *\\| *", -1))
        .toList();
  }

  private static Set<String> tests() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("server-impl", "contract-tests")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          if (Files.readString(file).contains("@Test")
              || Files.readString(file).contains("@ParameterizedTest")
              || Files.readString(file).contains("@Property")
              || Files.readString(file).contains("@ArchTest")) {
            names.add(file.getFileName().toString().replace(".java", ""));
          }
        }
      }
    }
    return names;
  }

  @Test
  void everyDefenceHasATestThatExists() throws IOException {
    List<String[]> rows = rows();
    assertTrue(rows.size() >= 15, "rows: " + rows.size());
    Set<String> tests = tests();
    for (String[] cells : rows) {
      String row = String.join(" | ", cells);
      assertEquals(6, cells.length, row); // with the empty texts before and after the bars
      Set<String> named =
          NAME.matcher(cells[4])
              .results()
              .map((MatchResult result) -> result.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
      assertFalse(named.isEmpty(), () -> "No test: " + row);
      named.removeAll(tests);
      assertEquals(Set.of(), named, () -> "These tests do not exist: " + row);
    }
  }
}
