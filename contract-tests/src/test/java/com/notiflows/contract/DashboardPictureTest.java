package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The picture in the documentation shows the panels of the dashboard. */
class DashboardPictureTest {

  private static final Path OPS = Path.of("..", "docs", "ops");

  @Test
  void showsEveryPanelWithData() throws IOException {
    String picture = Files.readString(OPS.resolve("dashboard.svg"));
    List<String> titles =
        new ObjectMapper()
            .readTree(Files.readString(OPS.resolve("dashboard.json")))
            .path("panels")
            .findValuesAsText("title");
    assertTrue(titles.size() >= 16, titles::toString);
    for (String title : titles) {
      assertTrue(
          picture.contains(">" + title + "</text>"),
          () -> "Draw dashboard.svg again with render.mjs; it lacks the panel " + title);
    }
    long lines = picture.lines().filter(line -> line.startsWith("<polyline points=\"")).count();
    assertTrue(lines >= titles.size(), "lines: " + lines);
  }
}
