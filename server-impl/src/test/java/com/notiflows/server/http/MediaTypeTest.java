package com.notiflows.server.http;

import static com.notiflows.server.http.Call.settingsOf;

import com.notiflows.server.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted and rejected media types of request bodies. */
class MediaTypeTest {

  private static final Call PUT =
      Call.put(
          settingsOf(World.APNS),
          """
          {"settings":{"device_tokens":["t"]}}""");

  private final Api api = new Api(new World());

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/json",
        "application/merge-patch+json",
        "application/*",
        "*/*",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/x-www-form-urlencoded"
      })
  void rejectsABodyThatIsNotPlainJson(String type) {
    api.send(PUT.mediaType(type)).expect(415, "unsupported_media_type", "{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\""
      })
  void acceptsPlainJson(String type) {
    api.send(PUT.mediaType(type)).expect(200);
  }

  @Test
  void rejectsARequestWithoutAMediaType() {
    api.send(Call.of("PUT", settingsOf(World.APNS))).expect(415, "unsupported_media_type", "{}");
  }

  @Test
  void rejectsAnEncodedBody() {
    api.send(PUT.header("Content-Encoding", "gzip")).expect(415, "unsupported_media_type", "{}");
    api.send(PUT.header("Content-Encoding", "identity")).expect(200);
  }

  @Test
  void ignoresTheMediaTypeOfRequestsWithoutABody() {
    api.send(PUT).expect(200);
    api.send(Call.of("GET", settingsOf(World.APNS)).header("Content-Type", "text/plain"))
        .expect(200);
    api.send(Call.of("DELETE", settingsOf(World.APNS)).header("Content-Type", "application/json"))
        .expect(204);
  }
}
