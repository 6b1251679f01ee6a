package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation pages in a real browser: a Chromium on the {@code PATH}. Only the profile
 * {@code browser} runs this test.
 */
class DocsInBrowser {

  private final TestServer server = TestServer.get();

  @TempDir private Path folder;

  @Test
  void rendersAllOperationsWithoutExternalRequests() throws Exception {
    Path screenshot = Path.of("target", "docs.png").toAbsolutePath();
    Page page = open("/docs/", "--screenshot=" + screenshot, "--window-size=1200,2000");

    assertTrue(Files.size(screenshot) > 50_000, "something was drawn");
    for (Operations.Sample operation : Operations.all()) {
      String path = "data-path=\"" + operation.path() + "\"";
      assertTrue(page.dom().contains(path), () -> operation + " is missing in " + page.dom());
    }
    assertTrue(page.dom().contains("body bytes"), "the limits are shown");
    assertEquals(List.of(), page.problems());
  }

  @Test
  void rendersAnErrorPage() throws Exception {
    Page page = open("/errors/validation_failed");

    assertTrue(page.dom().contains("<h1>validation_failed</h1>"), page.dom());
    assertEquals(List.of(), page.problems());
  }

  @Test
  void detectsErrorsAndExternalRequests() throws Exception {
    Path html = folder.resolve("bad.html");
    Files.writeString(
        html, "<script>console.error('oops')</script><img src=\"https://example.com/x.png\">");

    Page page = open(html.toUri().toString());

    assertTrue(page.problems().stream().anyMatch(line -> line.contains("oops")));
    assertTrue(page.problems().stream().anyMatch(line -> line.contains("example.com")));
  }

  /** The rendered page, with console errors and external requests. */
  private record Page(String dom, List<String> problems) {}

  private Page open(String path, String... options) throws IOException, InterruptedException {
    String url = path.startsWith("/") ? "http://127.0.0.1:" + server.port() + path : path;
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    Path network = folder.resolve("network.json");
    List<String> command =
        new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox", "--disable-gpu"));
    command.addAll(
        List.of("--user-data-dir=" + folder.resolve("profile"), "--enable-logging=stderr"));
    command.addAll(List.of("--virtual-time-budget=20000", "--disable-background-networking"));
    command.addAll(
        List.of(
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--log-net-log=" + network));
    command.addAll(List.of(options));
    command.addAll(List.of("--dump-dom", url));
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    assertTrue(browser.waitFor(90, TimeUnit.SECONDS), "the browser hangs");
    assertEquals(0, browser.exitValue(), Files.readString(log));
    List<String> problems = new ArrayList<>();
    for (String line : Files.readString(log, StandardCharsets.UTF_8).split("\n")) {
      if (line.contains("CONSOLE")) {
        problems.add(line);
      }
    }
    // The browser's own requests have no page as their initiator.
    Files.readString(network, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("\"initiator\":\"") && line.contains("\"url\":\"http"))
        .filter(line -> !line.contains("\"initiator\":\"not an origin\""))
        .filter(line -> !line.contains("\"url\":\"http://127.0.0.1:" + server.port()))
        .forEach(problems::add);
    return new Page(Files.readString(dom, StandardCharsets.UTF_8), problems);
  }
}
