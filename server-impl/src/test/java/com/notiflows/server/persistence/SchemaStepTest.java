package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers can use the schema after a step. */
class SchemaStepTest {

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /** Flyway writes spaces for the underscores of a file name. */
  @ParameterizedTest
  @CsvSource({
    "expand users by a nickname, 1, true",
    "expand users by a nickname, 99, true",
    "expand, 99, false",
    "expanded users, 99, false",
    "contract since 2 drop users.avatar, 1, false",
    "contract since 2 drop users.avatar, 2, true",
    "contract since 10 drop users.avatar, 9, false",
    "contract since 10 drop users.avatar, 10, true",
    "contract since two drop users.avatar, 10, false",
    "contract drop users.avatar, 10, false",
    "baseline, 10, false"
  })
  void serversThatKnowOlderVersionsCanUseWhatTheNamePromises(
      String description, String newest, boolean serves) {
    assertEquals(serves, SchemaStep.of(description).serves(MigrationVersion.fromVersion(newest)));
  }

  @Test
  void everyMigrationButTheBaselineSaysWhoCanUseIt() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();

      assertTrue(names.contains("V1__baseline.sql"), names::toString);
      assertEquals(
          List.of("V1__baseline.sql"),
          names.stream()
              .filter(name -> !name.matches("V\\d+__(expand|contract_since_\\d+)_[a-z0-9_]+\\.sql"))
              .toList(),
          "docs/upgrades.md describes the names");
    }
  }
}
