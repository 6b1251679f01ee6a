package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spec has no breaking changes since the last release, unless the major version is higher. */
class CompatibilityTest {

  private static final Path RELEASED = Path.of("..", "api-spec", "released", "openapi.yaml");

  @Test
  void specIsCompatibleWithTheLastRelease() throws IOException {
    Optional<String> broken = Compatibility.breakingChanges(Files.readString(RELEASED), current());

    assertEquals(
        Optional.empty(),
        broken,
        () ->
            "The spec breaks callers of the last release. Make the change additive, or raise the major"
                + " version in openapi.yaml:\n"
                + broken.orElse(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "operationId: getChannel ~ operationId: getChannel ~ false",
        "  /admin/channels: ~   /admin/canals: ~ true",
        "    delete: ~     head: ~ true",
        "'maximum: 1000\n        default' ~ 'maximum: 10\n        default' ~ true",
        "'maximum: 1000\n        default' ~ 'maximum: 2000\n        default' ~ false",
        "default: 25 ~ default: 26 ~ false",
        "'- conflict\n' ~ '- conflict\n      - channel_paused\n' ~ false",
        "'- conflict\n' ~ '' ~ true",
        "'- wrong_provider\n' ~ '- wrong_provider\n          - odd\n' ~ true",
      })
  void detectsBreakingChanges(String before, String after, boolean breaks) throws IOException {
    assertTrue(current().contains(before), before);
    String changed = current().replaceFirst(java.util.regex.Pattern.quote(before), after);

    Optional<String> report = Compatibility.breakingChanges(current(), changed);

    assertEquals(breaks, report.isPresent(), () -> report.orElse("compatible"));
  }

  @Test
  void listsBreakingChangesUnlessTheMajorVersionIsRaised() throws IOException {
    String changed =
        current().replace("/admin/channels/{channel_id}:", "/admin/canals/{channel_id}:");

    String report = Compatibility.breakingChanges(current(), changed).orElse("");

    assertTrue(report.contains("/admin/channels/{channel_id}"), report);
    String major = changed.replaceFirst("version: 0\\.", "version: 1.");
    assertFalse(major.equals(changed));
    assertEquals(Optional.empty(), Compatibility.breakingChanges(current(), major));
  }

  private static String current() throws IOException {
    try (InputStream in = CompatibilityTest.class.getResourceAsStream("/openapi.yaml")) {
      assertTrue(in != null, "the bundled spec");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
