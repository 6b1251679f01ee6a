package com.notiflows.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes of a request, with variables that each request replaces with its own values. */
final class Template {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");
  private static final int LARGEST_BODY = 1 << 20;

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  /** Text, followed by a variable except in the last part. */
  private record Part(byte[] text, Variable variable) {}

  /** The whole HTTP request of a scenario. */
  static Template of(Scenario scenario, Values values) {
    StringBuilder request =
        new StringBuilder(scenario.method())
            .append(' ')
            .append(scenario.path())
            .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n")
            .append("x-notiflows-api-key: {public_key}\r\n")
            .append("x-notiflows-secret-key: {secret_key}\r\n");
    if (scenario.keyed()) {
      request.append("Idempotency-Key: {new_key}\r\n");
    }
    if (!scenario.body().isEmpty()) {
      request
          .append("Content-Type: application/json\r\nContent-Length: ")
          .append(length(scenario.body(), values))
          .append("\r\n");
    }
    return parse(request.append("\r\n").append(scenario.body()).toString());
  }

  /** All bodies of a scenario have the same length, because all values of a variable have. */
  private static int length(String body, Values values) {
    ByteBuffer trial = ByteBuffer.allocate(LARGEST_BODY);
    parse(body).write(values, trial);
    return trial.position();
  }

  private static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int from = 0;
    while (placeholder.find()) {
      Variable variable = Variable.named(placeholder.group(1));
      parts.add(new Part(ascii(text.substring(from, placeholder.start())), variable));
      from = placeholder.end();
    }
    parts.add(new Part(ascii(text.substring(from)), null));
    return new Template(List.copyOf(parts));
  }

  void write(Values values, ByteBuffer out) {
    for (Part part : parts) {
      out.put(part.text);
      if (part.variable != null) {
        values.write(part.variable, out);
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
