package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.Operations.Sample;
import com.notiflows.server.demo.DemoProject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Behaviour that all operations of the spec share. New operations are included automatically. */
class EveryOperationIT {

  private static final String SETTINGS = Json.deviceTokens("every");
  private static final String UNKNOWN = new UUID(0, 7).toString();

  private final TestServer server = TestServer.get();

  private static List<Sample> operations() {
    return Operations.all();
  }

  private static Stream<Sample> operationsWithBody() {
    return operations().stream().filter(Sample::hasBody);
  }

  private static Stream<Sample> operationsOnAUser() {
    return operations().stream().filter(Sample::isAboutAUser);
  }

  private static Stream<Sample> operationsOnAChannel() {
    return operations().stream().filter(sample -> sample.isAbout("channel_id"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void requiresKeys(Sample sample) {
    Request request = sample.request();
    server
        .send(Request.of(request.method(), request.target()).json("{}"))
        .expect(401, "unauthenticated");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void returns406IfJsonIsNotAccepted(Sample sample) {
    server.send(sample.request().header("Accept", "text/html")).expect(406, "not_acceptable");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void limitsTargetAndHeaders(Sample sample) {
    Request request = sample.request();
    String target = request.target() + "?" + "q".repeat(8200);
    server
        .send(new Request(request.method(), target, request.headers(), request.body()))
        .expect(414, "uri_too_long");
    server.send(request.header("X-Big", "x".repeat(16_384))).expect(431, "headers_too_large");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void rejectsAnUndecodableQuery(Sample sample) {
    Request request = sample.request();
    server
        .send(
            new Request(
                request.method(), request.target() + "?a=%zz", request.headers(), request.body()))
        .expect(400, "bad_request")
        .detail("param", "query");
  }

  @ParameterizedTest
  @MethodSource("operationsOnAUser")
  void unknownUserReturns404(Sample sample) {
    server
        .send(sample.withExample("nobody", UNKNOWN))
        .expect(404, "not_found")
        .detail("resource", "user")
        .detail("id", "nobody");
  }

  @ParameterizedTest
  @MethodSource("operationsOnAChannel")
  void unknownChannelReturns404(Sample sample) {
    server
        .send(sample.withExample("user_12345", UNKNOWN))
        .expect(404, "not_found")
        .detail("resource", "channel")
        .detail("id", UNKNOWN);
    server
        .send(sample.request("user_12345", "no-uuid"))
        .expect(400, "bad_request")
        .detail("reason", "invalid_uuid");
  }

  @ParameterizedTest
  @MethodSource("operationsWithBody")
  void requiresAJsonBody(Sample sample) {
    Request bare = sample.bare("user_12345", UNKNOWN);
    server.send(bare).expect(415, "unsupported_media_type");
    server.send(bare.json("{")).expect(400, "bad_request").detail("reason", "invalid_json");
    server.send(bare.json("[]")).expect(422, "validation_failed");
    server.send(bare.json(" ".repeat(1_048_577))).expect(413, "payload_too_large");
  }

  @Test
  void missingBodyTimesOut() {
    List<Request> requests =
        operationsWithBody().map(sample -> sample.bare("user_12345", UNKNOWN).json("{}")).toList();
    try (Connections silent = new Connections(server.port())) {
      for (Request request : requests) {
        silent.open(1, new String(request.head(), StandardCharsets.ISO_8859_1));
      }
      List<Answer> answers = silent.answers();
      for (int i = 0; i < answers.size(); i++) {
        Conformance.check(requests.get(i), answers.get(i).expect(408, "bad_request"));
      }
      assertEquals(requests.size(), answers.size());
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void sendsNoCorsHeadersToUnknownOrigins(Sample sample) {
    Answer answer =
        server.send(sample.request("nobody", UNKNOWN).header("Origin", "https://evil.example"));

    assertNull(answer.headers().get("access-control-allow-origin"), answer::toString);
    if (sample.isOfSignedInUser()) {
      answer.expect(403, "forbidden").detail("reason", "origin_not_allowed");
    } else {
      assertNotEquals(403, answer.status(), answer.body());
    }
  }

  private static Stream<Sample> reads() {
    return operations().stream().filter(sample -> sample.method().equals("GET"));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void returns304ForAMatchingEtag(Sample sample) {
    server.send(Request.put(settingsOf(DemoProject.APNS), SETTINGS)).expect(200);
    Answer whole = server.send(sample.request()).expect(200);
    String tag = whole.headers().get("etag");
    assertTrue(tag.matches("\"[A-Za-z0-9_-]{22}\""), tag);

    for (String known : List.of(tag, "*", "W/" + tag, "\"x\" , " + tag)) {
      Answer nothing = server.send(sample.request().header("If-None-Match", known)).expect(304);
      assertEquals(tag, nothing.headers().get("etag"));
    }
    Answer again = server.send(sample.request().header("If-None-Match", "\"x\"")).expect(200);
    assertEquals(whole.body(), again.body());
    server
        .send(sample.request().header("If-None-Match", "x"))
        .expect(400, "bad_request")
        .detail("param", "if-none-match");
  }
}
