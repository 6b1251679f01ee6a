package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.notiflows.server.projects.KeyFormat;
import com.notiflows.server.projects.KeyService.Kind;
import com.notiflows.server.spec.BundledSpec;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Isolation of projects, and the validity of their keys. */
class TenancyIT {

  private static final String BODY = Json.deviceTokens("tenant");

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant ours = projects.create("ours");
  private final Projects.Tenant theirs = projects.create("theirs");

  @Test
  void usersAndChannelsOfOtherProjectsAreNotFound() {
    UUID ourChannel = projects.channel(ours, "apns");
    UUID theirChannel = projects.channel(theirs, "apns");
    projects.user(ours, "ann");
    projects.user(theirs, "bob");
    server.send(theirs.put(settingsOf("bob", theirChannel), BODY)).expect(200);

    for (String method : new String[] {"GET", "PUT", "DELETE"}) {
      server
          .send(ours.request(method, settingsOf("bob", ourChannel)).json(BODY))
          .expect(404, "not_found")
          .detail("resource", "user");
      server
          .send(ours.request(method, settingsOf("ann", theirChannel)).json(BODY))
          .expect(404, "not_found")
          .detail("resource", "channel");
    }
    server.send(theirs.request("GET", settingsOf("bob", theirChannel))).expect(200);
  }

  @Test
  void sameIdsInTwoProjectsAreIndependent() {
    UUID shared = UUID.randomUUID();
    projects.channel(ours, "apns", shared);
    projects.channel(theirs, "fcm", shared);
    projects.user(ours, "same");
    projects.user(theirs, "same");
    String path = settingsOf("same", shared);

    Answer first = server.send(ours.put(path, BODY)).expect(200);
    server.send(theirs.request("GET", path)).expect(404).detail("resource", "channel_settings");
    server.send(theirs.request("DELETE", path)).expect(404).detail("resource", "channel_settings");
    Answer second = server.send(theirs.put(path, BODY)).expect(200);

    assertEquals("apns fcm", provider(first) + " " + provider(second));
    assertNotEquals(first.json().path("user_id"), second.json().path("user_id"));
    server.send(theirs.request("DELETE", path)).expect(204);
    assertEquals(first.body(), server.send(ours.request("GET", path)).expect(200).body());
  }

  @Test
  void rejectsKeysOfDifferentProjects() {
    Request mixed =
        Request.of("GET", settingsOf(UUID.randomUUID())).keys(ours.publicKey(), theirs.secretKey());

    server.send(mixed).expect(401).detail("auth", "secret_key").detail("reason", "invalid");
  }

  @Test
  void validatesThePublicKeyFirst() {
    String target = settingsOf(UUID.randomUUID());
    Request none = Request.of("GET", target);
    Request publicOnly = none.header("x-notiflows-api-key", ours.publicKey());
    Request secretOnly = none.header("x-notiflows-secret-key", ours.secretKey());

    for (String method : new String[] {"PUT", "GET", "DELETE", "HEAD"}) {
      assertEquals(401, server.send(Request.of(method, target)).status());
    }
    refused(none, "api_key", "missing");
    refused(secretOnly, "api_key", "missing");
    refused(
        none.keys(KeyFormat.complete("pk_no"), KeyFormat.complete("sk_no")), "api_key", "invalid");
    refused(publicOnly, "secret_key", "missing");
    refused(none.keys(ours.publicKey(), KeyFormat.complete("sk_no")), "secret_key", "invalid");
    refused(none.keys(ours.publicKey(), ours.publicKey()), "secret_key", "invalid");
    refused(publicOnly.keys(ours.publicKey(), ours.secretKey()), "api_key", "invalid");
    refused(secretOnly.keys(ours.publicKey(), ours.secretKey()), "secret_key", "invalid");
    refused(
        none.keys(ours.publicKey().toUpperCase(java.util.Locale.ROOT), ours.secretKey()),
        "api_key",
        "invalid");
  }

  @Test
  void revokedKeyIsRejectedImmediately() {
    UUID channel = projects.channel(ours, "apns");
    projects.user(ours, "ann");
    Request read = ours.request("GET", settingsOf("ann", channel));
    server.send(ours.put(settingsOf("ann", channel), BODY)).expect(200);
    server.send(read).expect(200);

    projects.revoke(ours, ours.secretKeyId());

    refused(read, "secret_key", "revoked");
    server.send(ours.put(settingsOf("ann", channel), BODY)).expect(401);
  }

  @Test
  void rejectsExpiredKeys() {
    String target = settingsOf(UUID.randomUUID());
    String secret = projects.key(ours, Kind.SECRET, Duration.ofNanos(1_000)).text();
    String name = projects.key(ours, Kind.PUBLIC, Duration.ofNanos(1_000)).text();
    String longer = projects.key(ours, Kind.SECRET, Duration.ofHours(1)).text();

    refused(Request.of("GET", target).keys(ours.publicKey(), secret), "secret_key", "expired");
    refused(Request.of("GET", target).keys(name, ours.secretKey()), "api_key", "expired");
    server
        .send(Request.of("GET", target).keys(ours.publicKey(), longer))
        .expect(404)
        .detail("resource", "user");
  }

  private void refused(Request request, String auth, String reason) {
    Answer answer = server.send(request).expect(401, "unauthenticated");
    answer.detail("auth", auth).detail("reason", reason);
    String header = auth.equals("api_key") ? "x-notiflows-api-key" : "x-notiflows-secret-key";
    assertEquals(
        Json.of("ApiKey realm='notiflows', header='%s'", header),
        answer.headers().get("www-authenticate"));
  }

  private static String provider(Answer answer) {
    return answer.json().path("provider").asText();
  }
}
