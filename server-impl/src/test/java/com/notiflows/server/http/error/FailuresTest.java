package com.notiflows.server.http.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.testing.Answers;
import com.notiflows.server.testing.World;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The response to each failure. */
class FailuresTest {

  private final Failures failures =
      new Failures(new Envelope("https://errors.example.com/"), World.SPEC.limits(), reason -> {});

  private static String summary(ErrorAnswer answer) {
    return answer.status()
        + " "
        + Answers.json(answer.body()).at("/error/code").asText()
        + " "
        + Answers.json(answer.body()).at("/error/details").toString().replace('"', '\'');
  }

  private static Map<String, String> headers(String name, String value) {
    return Map.of(
        name,
        value,
        "x-request-id",
        "id-1",
        "Cache-Control",
        "no-store",
        "X-Content-Type-Options",
        "nosniff");
  }

  @Test
  void convertsAnApiException() {
    ErrorAnswer answer = failures.answer(RequestErrors.methodNotAllowed("GET, PUT"), "id-1");

    assertEquals("405 method_not_allowed {}", summary(answer));
    assertEquals(headers("Allow", "GET, PUT"), answer.headers());
  }

  @ParameterizedTest
  @CsvSource({
    "08S01, 0, can't be reached",
    "08S01, 1047, can't be reached",
    "HY000, 1205, Too many concurrent writes to the same data",
    "40001, 1213, Too many concurrent writes to the same data",
    "70100, 1317, is too busy",
    "70100, 1969, is too busy",
    "08004, 1040, is too busy",
    "HY000, 1021, can't store anything",
    "HY000, 1030, can't store anything",
    "HY000, 1114, can't store anything",
    "HY000, 1290, can't store anything"
  })
  void unavailableDatabaseIs503WithRetryAfter(String state, int error, String message) {
    DatabaseException failure = World.databaseFailure(new SQLException("HUSH", state, error));

    ErrorAnswer answer = failures.answer(failure, "id-1");

    assertEquals("503 service_unavailable {'retry_after':5}", summary(answer));
    assertEquals(headers("Retry-After", "5"), answer.headers());
    String text = Answers.json(answer.body()).at("/error/message").asText();
    assertTrue(text.contains(message), text);
  }

  @ParameterizedTest
  @CsvSource({"23000, 1452", "23000, 1062", "42000, 1064"})
  void otherDatabaseErrorsAreInternalErrors(String state, int error) {
    DatabaseException fault = World.databaseFailure(new SQLException("HUSH", state, error));

    assertEquals("500 internal_error {}", summary(failures.answer(fault, "id-1")));
  }

  @Test
  void internalErrorRevealsNothing() {
    for (Throwable fault :
        new Throwable[] {
          new IllegalStateException("HUSH", new RuntimeException("HUSH")),
          new StackOverflowError("HUSH"),
          new ServiceUnavailableException("HUSH"),
          new WebApplicationException("HUSH", 505)
        }) {
      ErrorAnswer answer = failures.answer(fault, "id-1");

      assertEquals("500 internal_error {}", summary(answer));
      assertFalse(Answers.json(answer.body()).toString().contains("HUSH"));
    }
  }

  @Test
  void keepsTheClientErrorOfALibrary() {
    assertEquals(
        "415 unsupported_media_type {}",
        summary(failures.answer(new NotSupportedException("HUSH"), "id-1")));
    assertEquals(
        "402 bad_request {}", summary(failures.answer(new WebApplicationException(402), "id-1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "400 | bad_request {}",
        "404 | not_found {'resource':'route'}",
        "405 | method_not_allowed {}",
        "408 | bad_request {}",
        "413 | payload_too_large {'limit':1048576}",
        "414 | uri_too_long {'limit':8192}",
        "417 | bad_request {}",
        "431 | headers_too_large {'limit':16384}",
        "500 | internal_error {}",
        "501 | internal_error {}",
        "503 | service_unavailable {'retry_after':5}",
        "505 | internal_error {}"
      })
  void convertsTheStatusOfAContainer(int status, String codeAndDetails) {
    assertEquals(status + " " + codeAndDetails, summary(failures.answer(status, "id-1")));
  }

  @ParameterizedTest
  @CsvSource({"400", "404", "429", "500", "503", "505"})
  void everyStatusHasACompleteEnvelope(int status) {
    JsonNode error = Answers.json(failures.answer(status, "id-1").body()).path("error");

    assertEquals(6, error.size(), error::toString);
    assertEquals(status, error.path("status").asInt());
    assertEquals("id-1", error.path("request_id").asText());
    assertFalse(error.path("message").asText().isBlank());
    assertEquals(
        "https://errors.example.com/" + ErrorCode.ofStatus(status).wireName(),
        error.path("type").asText());
  }

  @Test
  void passesRedirectsThrough() {
    RedirectionException see = new RedirectionException(303, URI.create("http://x/"));

    assertEquals(303, new FailureMapper().toResponse(see).getStatus());
    Response fault = new FailureMapper().toResponse(new WebApplicationException(404));
    assertTrue(fault.getEntity() instanceof FailureMapper.Thrown);
  }
}
