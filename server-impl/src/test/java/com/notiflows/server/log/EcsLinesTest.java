package com.notiflows.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.config.LogConfig.Requests;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Messages as JSON, and the messages about requests. */
class EcsLinesTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLog.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void record() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  private JsonNode line() throws Exception {
    assertEquals(1, log.list.size());
    EcsLines encoder = new EcsLines();
    encoder.start();
    String line = new String(encoder.encode(log.list.get(0)), StandardCharsets.UTF_8);
    assertTrue(line.endsWith("}\n") && line.indexOf('\n') == line.length() - 1, line);
    return new ObjectMapper().readTree(line);
  }

  @Test
  void aRequestIsNamedByItsRoute() throws Exception {
    new RequestLog(Requests.ALL).add("PUT", "/users/{id}", 201, 2_500_000, "req_1", "p1");

    JsonNode line = line();
    assertEquals("INFO", line.path("log.level").asText());
    assertEquals("notiflows", line.path("service.name").asText());
    assertEquals("PUT /users/{id}: 201 in 2 ms, request req_1, project p1", text(line));
    assertEquals("req_1", line.path("http.request.id").asText());
    assertEquals("PUT", line.path("http.request.method").asText());
    assertEquals("/users/{id}", line.path("http.route").asText());
    assertEquals(201, line.path("http.response.status_code").intValue());
    assertEquals(2_500_000, line.path("event.duration").intValue());
    assertEquals("p1", line.path("labels.project_id").asText());
    assertTrue(line.path("@timestamp").asText().endsWith("Z"), line::toString);
  }

  @Test
  void theMethodOfAnUnknownRouteIsNotLogged() throws Exception {
    new RequestLog(Requests.ALL).add("SECRET", null, 404, 1, "req_1", null);

    JsonNode line = line();
    assertEquals("OTHER -: 404 in 0 ms, request req_1, project -", text(line));
    assertEquals("OTHER", line.path("http.request.method").asText());
    assertFalse(line.has("http.route"), line::toString);
    assertFalse(line.has("labels.project_id"), line::toString);
  }

  @Test
  void onlyWantedRequestsAreLogged() {
    RequestLog errors = new RequestLog(Requests.ERRORS);
    errors.add("GET", "/a", 499, 1, "req_1", null);
    new RequestLog(Requests.NONE).add("GET", "/a", 500, 1, "req_2", null);
    assertEquals(0, log.list.size());

    errors.add("GET", "/a", 500, 1, "req_3", null);
    assertEquals(1, log.list.size());
  }

  @Test
  void exceptionsAreOmittedAndTextIsEscaped() throws Exception {
    logger
        .atWarn()
        .addKeyValue("a\"b", "c\nd")
        .setCause(new IllegalStateException("secret"))
        .log("x\n\"y");

    JsonNode line = line();
    assertEquals("x\n\"y", text(line));
    assertEquals("c\nd", line.path("a\"b").asText());
    assertEquals("WARN", line.path("log.level").asText());
    assertFalse(line.toString().contains("secret"), line::toString);
    assertFalse(line.toString().contains("IllegalState"), line::toString);
  }

  private static String text(JsonNode line) {
    return line.path("message").asText();
  }
}
