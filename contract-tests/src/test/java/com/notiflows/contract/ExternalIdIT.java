package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A user id is any text of 1 to 255 characters and finds exactly one user. */
class ExternalIdIT {

  private static final String BODY = Json.deviceTokens("t");

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("ids");
  private final UUID channel = projects.channel(tenant, "apns");

  @Test
  void allEncodingsOfAnIdFindTheSameUser() {
    List<String> ids =
        List.of(
            "a",
            "A",
            "a;b",
            "a;",
            "a/b",
            "a%2Fb",
            "a@b.c",
            "a+b",
            "a b",
            "a ",
            " ",
            "a:b",
            "a&b=c",
            "a|b",
            "a%",
            "%",
            ";",
            "/",
            ".",
            "..",
            "...",
            "é",
            "e",
            "e\u0301",
            "日本",
            "\uD83D\uDE00",
            "a\nb",
            "a\\b",
            "a\"b",
            "?",
            "#",
            "x".repeat(255),
            "\uD83D\uDE00".repeat(255),
            "a\u00AD",
            "null");
    for (String id : ids) {
      UUID user = projects.user(tenant, id);
      Answer answer = server.send(tenant.put(settingsOf(encoded(id), channel), BODY)).expect(200);
      assertEquals(user.toString(), answer.json().path("user_id").asText(), id);
      Answer read = server.send(tenant.request("GET", settingsOf(halfEncoded(id), channel)));
      assertEquals(user.toString(), read.expect(200).json().path("user_id").asText(), id);
      Answer lower =
          server.send(
              tenant.request(
                  "GET",
                  "/admin/v1/users/"
                      + encoded(id).toLowerCase(Locale.ROOT).replace("%0a", "%0A")
                      + "/channel-settings/"
                      + channel));
      if (id.equals(id.toLowerCase(Locale.ROOT))) {
        assertEquals(user.toString(), lower.expect(200).json().path("user_id").asText(), id);
      }
    }
  }

  @Test
  void similarIdsAreDifferentUsers() {
    projects.user(tenant, "a");
    projects.user(tenant, "user");
    for (String other :
        List.of("a;b", "a;x=y", "A", "a%20", "%20a", "%61%2F", "USER", "use", "us%C3%A9r")) {
      server
          .send(tenant.put(settingsOf(other, channel), BODY))
          .expect(404, "not_found")
          .detail("resource", "user");
    }
    server.send(tenant.put(settingsOf("%61", channel), BODY)).expect(200);
  }

  @Test
  void rejectsInvalidIds() {
    for (String bad :
        List.of("x".repeat(256), "%ff", "%ED%A0%80", encoded("\uD83D\uDE00").repeat(256))) {
      server
          .send(tenant.put(settingsOf(bad, channel), BODY))
          .expect(400, "bad_request")
          .detail("reason", "invalid_param")
          .detail("param", "user_id");
    }
    server.send(tenant.put(settingsOf("", channel), BODY)).expect(404).detail("resource", "route");
    for (String bytes :
        List.of("\u00e9", "\u00ff", "a\u00c3")) { // sent as one byte for each character
      String get =
          ("GET /admin/users/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                  + "x-notiflows-api-key: %s\r\nx-notiflows-secret-key: %s\r\n\r\n")
              .formatted(bytes, tenant.publicKey(), tenant.secretKey());
      server.wire().raw(get).expect(400, "bad_request").detail("param", "user_id");
    }
    projects.user(tenant, "\uFFFD");
    server.send(tenant.request("GET", "/admin/users/%EF%BF%BD")).expect(200);
  }

  @Test
  void acceptsUuidAndUlidOfAChannel() {
    projects.user(tenant, "u");
    UUID id = UUID.fromString("018dfbef-8443-214c-7425-4b635cf84432");
    projects.channel(tenant, "fcm", id);
    List<String> spellings =
        List.of(
            "01HQXYZ123456789ABCDEFGHIJ",
            "01hqxyz123456789abcdefghij",
            "O1HQXYZ123456789ABCDEFGH1J",
            "0lHQXYZ123456789ABCDEFGHlJ",
            "018dfbef-8443-214c-7425-4b635cf84432",
            "018DFBEF-8443-214C-7425-4B635CF84432");
    for (String spelling : spellings) {
      Answer answer = server.send(tenant.put(settingsOf("u", spelling), BODY)).expect(200);
      assertEquals(id.toString(), answer.json().path("channel_id").asText(), spelling);
    }
    for (String bad :
        List.of(
            "81HQXYZ123456789ABCDEFGHIJ",
            "01HQXYZ123456789ABCDEFGHI",
            "01HQXYZ123456789ABCDEFGHIU",
            "018dfbef8443214c74254b635cf84432",
            "18dfbef-8443-214c-7425-4b635cf84432",
            "%30%31",
            "{018dfbef-8443-214c-7425-4b635cf84432}",
            "x;y")) {
      server
          .send(tenant.put(settingsOf("u", bad), BODY))
          .expect(400, "bad_request")
          .detail("reason", "invalid_uuid")
          .detail("param", "channel_id");
    }
    String unknown = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ";
    server
        .send(tenant.put(settingsOf("u", unknown), BODY))
        .expect(404, "not_found")
        .detail("resource", "channel")
        .detail("id", unknown);
  }

  private static String encoded(String id) {
    StringBuilder text = new StringBuilder();
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      text.append(String.format("%%%02X", b));
    }
    return text.toString();
  }

  /** Encodes only the characters that must be encoded. */
  private static String halfEncoded(String id) {
    StringBuilder text = new StringBuilder();
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > 0x20 && b < 0x7F && "%/?#\"\\".indexOf(b) < 0;
      text.append(plain ? Character.toString(b) : String.format("%%%02X", b));
    }
    return text.toString();
  }
}
