package com.notiflows.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TemplateTest {

  private static final Tenant TENANT =
      new Tenant("pk_1", "sk_1", Map.of("ios", "018dfbef-8443-214c-7425-4b635cf84432"), 50);

  private final Values values = new Values(List.of(TENANT));

  @Test
  void fillsInTheVariables() {
    String request = request(scenario("{\"t\":[\"{known_token}\"]}", true));
    Matcher parts =
        Pattern.compile(
                "PUT /users/(user-\\d{8})/ios/018dfbef-8443-214c-7425-4b635cf84432 HTTP/1.1\r\n"
                    + "(?:.+\r\n)*x-notiflows-api-key: pk_1\r\nx-notiflows-secret-key: sk_1\r\n"
                    + "Idempotency-Key: [0-9a-f]{32}\r\n(?:.+\r\n)*\r\n"
                    + "\\{\"t\":\\[\"([0-9a-f]{64})\"]}")
            .matcher(request);
    assertTrue(parts.matches(), request);
    assertTrue(parts.group(2).endsWith(parts.group(1).substring("user-".length())), request);
  }

  @Test
  void setsTheContentLength() {
    String request = request(scenario("[\"{new_token}\",\"{slack_id}\",\"{next_user}\"]", false));
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    assertTrue(request.contains("\r\nContent-Length: " + body.length() + "\r\n"), request);
  }

  @Test
  void requestsDiffer() {
    Scenario scenario = scenario("{new_token}", true);
    assertNotEquals(request(scenario), request(scenario));
  }

  @Test
  void usersOfAListAreDistinct() {
    String request = request(scenario("{next_user},".repeat(50), false));
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    assertEquals(50, Pattern.compile(",").splitAsStream(body).distinct().count(), body);
  }

  @Test
  void rejectsUnknownVariables() {
    Scenario unknown = scenario("{tokn}", false);
    assertThrows(IllegalArgumentException.class, () -> Template.of(unknown, values));
  }

  private static Scenario scenario(String body, boolean keyed) {
    return new Scenario("a", "A", "PUT", "/users/{user}/ios/{ios}", body, keyed, 1, "");
  }

  private String request(Scenario scenario) {
    ByteBuffer out = ByteBuffer.allocate(10_000);
    values.next();
    Template.of(scenario, values).write(values, out);
    return new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
  }
}
