package com.notiflows.server.http.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.problem.Unavailable;
import com.notiflows.server.testing.Answers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private final Envelope envelope = new Envelope("https://errors.example.com/");

  private String text(ApiException failure) {
    return new String(envelope.of(failure, "id-1"), StandardCharsets.UTF_8);
  }

  private String details(ApiException failure) {
    return Answers.json(envelope.of(failure, "id-1"))
        .at("/error/details")
        .toString()
        .replace('"', '\'');
  }

  @Test
  void hasAllSixFields() {
    assertEquals(
        """
        {"error":{"code":"not_found","details":{"id":"\u00fc/1","resource":"user"},\
        "message":"User not found","request_id":"id-1","status":404,\
        "type":"https://errors.example.com/not_found"}}""",
        text(ApiException.notFound("user", "\u00fc/1", "User not found")));
  }

  @Test
  void hasOnlyTheDetailsThatApply() {
    assertEquals("{}", details(RequestErrors.notAcceptable()));
    assertEquals("{'reason':'invalid_json'}", details(RequestErrors.invalidJson("m")));
    assertEquals(
        "{'param':'p','reason':'invalid_param'}",
        details(RequestErrors.invalidParam("invalid_param", "p", "m")));
    assertEquals(
        "{'auth':'secret_key','reason':'revoked'}",
        details(ApiException.unauthenticated("secret_key", "revoked", "h")));
    assertEquals("{'resource':'route'}", details(ApiException.notFound("route", null, "m")));
    assertEquals("{'limit':7}", details(RequestErrors.tooLarge(ErrorCode.URI_TOO_LONG, 7)));
    assertEquals("{'retry_after':5}", details(ApiException.unavailable(Unavailable.LOCKED, 5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "channel", "channel_settings", "route"})
  void supportsEveryResource(String resource) {
    assertTrue(details(ApiException.notFound(resource, "x", "m")).contains(resource));
  }

  @ParameterizedTest
  @EnumSource
  void supportsEveryReasonOfAField(Reason reason) {
    FieldViolation violation = new FieldViolation("a.b[1]", "is odd", reason);

    assertEquals(
        "{'fields':[{'field':'a.b[1]','message':'is odd','reason':'" + reason.wireName() + "'}]}",
        details(ApiException.validationFailed(List.of(violation), 100)));
  }

  @ParameterizedTest
  @EnumSource
  void supportsTheStatusOfEveryCode(ErrorCode code) {
    JsonNode error = Answers.json(envelope.ofStatus(code.status(), "id-1")).path("error");

    assertEquals(ErrorCode.ofStatus(code.status()).wireName(), error.path("code").asText());
    assertEquals(code.status(), error.path("status").asInt());
  }

  @Test
  void messageCountsMoreViolationsThanAreListed() {
    FieldViolation one = new FieldViolation("a", "is odd", Reason.INVALID_VALUE);
    List<FieldViolation> many = Stream.generate(() -> one).limit(3).toList();

    ApiException listed = ApiException.validationFailed(many, 2);

    assertEquals(2, Answers.json(envelope.of(listed, "id-1")).at("/error/details/fields").size());
    assertEquals("More than 2 fields are invalid.", listed.getMessage());
    assertEquals(
        "The field a is odd.", ApiException.validationFailed(List.of(one), 2).getMessage());
  }
}
