package com.notiflows.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.testing.Answers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PrintoutTest {

  @Command(name = "print")
  private static final class Print implements Runnable {
    private final Consumer<Printout> work;
    @Mixin private Printout printout;

    Print(Consumer<Printout> work) {
      this.work = work;
    }

    @Override
    public void run() {
      work.accept(printout);
    }
  }

  private static String print(Consumer<Printout> work, String... options) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new Print(work)).setOut(new PrintWriter(out));
    assertEquals(0, line.execute(options));
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  private static final Map<String, String> ONE = Fields.of("id", 1, "long_name", "x \u00fc");
  private static final Map<String, String> TWO = Fields.of("id", 22, "long_name", "");

  @Test
  void printsASingleResultAsOneLinePerField() {
    assertEquals("id         1\nlong_name  x \u00fc\n", print(p -> p.one(ONE)));
  }

  @Test
  void printsManyResultsAsATable() {
    assertEquals("id  long_name\n1   x \u00fc\n22\n", print(p -> p.many(List.of(ONE, TWO))));
    assertEquals("(none)\n", print(p -> p.many(List.of())));
  }

  @Test
  void printsJsonOnRequest() {
    assertEquals(
        """
        {"id":"1","long_name":"x \u00fc"}""",
        compact(print(p -> p.one(ONE), "--json")));
    assertEquals(
        """
        [{"id":"22","long_name":null}]""",
        compact(print(p -> p.many(List.of(TWO)), "--json")));
    assertEquals("[]", compact(print(p -> p.many(List.of()), "--json")));
  }

  private static String compact(String json) {
    return Answers.json(json.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
