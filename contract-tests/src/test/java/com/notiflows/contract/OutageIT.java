package com.notiflows.contract;

import static com.notiflows.contract.Request.admin;
import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Database failures: errors reveal no internals, and the server recovers. */
class OutageIT {

  private static final String APNS = settingsOf(DemoProject.APNS);
  private static final String BODY = Json.deviceTokens("outage");

  private final TestServer server = TestServer.get();

  @Test
  void internalErrorRevealsNoDetails() {
    server.sql("RENAME TABLE projects TO hidden_projects");
    try {
      for (Request request : requests()) {
        Answer answer = server.send(request).expect(500, "internal_error");
        assertEquals("{}", answer.details().toString());
        assertFalse(answer.body().matches("(?s).*(SQL|table|projects|mysql|Exception).*"));
      }
      assertEquals(500, server.send(admin("HEAD", APNS)).status());
    } finally {
      server.sql("RENAME TABLE hidden_projects TO projects");
    }
    server.send(put(APNS, BODY)).expect(200);
  }

  @Test
  void corruptSettingsAreNotReturned() {
    server.send(put(APNS, BODY)).expect(200);
    server.sql("UPDATE channel_settings SET settings = '{rotten tok-1'");

    Answer answer = server.send(admin("GET", APNS)).expect(500, "internal_error");

    assertFalse(answer.body().contains("rotten"), answer.body());
    server.send(put(APNS, BODY)).expect(200);
    server.send(admin("GET", APNS)).expect(200);
  }

  @Test
  void returns503WhileTheDatabaseIsDown() {
    server.send(put(APNS, BODY)).expect(200);
    server.database().kill();
    try {
      for (Request request : requests()) {
        Answer answer = server.send(request).expect(503, "service_unavailable");
        assertEquals(
            answer.headers().get("retry-after"), answer.details().path("retry_after").asText());
        String message = answer.json().at("/error/message").asText();
        assertTrue(message.startsWith("The database can't be reached."), message);
      }
      server.send(admin("GET", "/elsewhere")).expect(404);
      server.send(Request.of("GET", APNS)).expect(401);
    } finally {
      server.database().restart();
    }
    Answer back = server.sendUntilServed(admin("GET", APNS), Duration.ofSeconds(5)).expect(200);
    assertEquals(Json.array("outage"), back.json().at("/settings/device_tokens").toString());
  }

  private static List<Request> requests() {
    List<Request> requests = new ArrayList<>();
    requests.add(put(APNS, BODY));
    Operations.all().forEach(sample -> requests.add(sample.request()));
    return requests;
  }
}
