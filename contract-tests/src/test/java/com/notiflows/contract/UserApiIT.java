package com.notiflows.contract;

import static com.notiflows.contract.Request.of;
import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.testing.Jwts;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The API for signed-in users: user keys, signing keys and the security mode. */
class UserApiIT {

  private static final String BODY = Json.deviceTokens("own");

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant ours = projects.create("ours");
  private final UUID apns = projects.channel(ours, "apns");
  private final CommandLineRun cli = new CommandLineRun(server.environment());
  private final String target = "/user/channels/" + apns + "/settings";

  UserApiIT() {
    projects.user(ours, "ann");
  }

  private Request request(String method, String token) {
    return of(method, target)
        .header("x-notiflows-api-key", ours.publicKey())
        .header("x-notiflows-user-key", token);
  }

  private String register(KeyPair key, String kid) {
    String file = cli.file(Jwts.pem(key.getPublic()));
    return cli.json(
            "signing-keys", "register", "--project", ours.id(), "--kid", kid, file, "--json")
        .path("kid")
        .asText();
  }

  private String token(KeyPair key, String kid, String user) {
    String file = cli.file(Jwts.pem(key.getPrivate()));
    return cli.run("token", "--signing-key", file, "--kid", kid, user).strip();
  }

  @Test
  void createsReadsAndDeletesSettings() {
    register(SignedIn.KEY, "first");
    String ann = token(SignedIn.KEY, "first", "ann");

    server.send(request("GET", ann)).expect(404).detail("resource", "channel_settings");
    Answer put = server.send(request("PUT", ann).json(BODY)).expect(200);
    assertEquals(put.body(), server.send(request("GET", ann)).expect(200).body());
    assertEquals(
        put.body(), server.send(ours.request("GET", settingsOf("ann", apns))).expect(200).body());
    Request older = request("GET", ann);
    assertEquals(
        put.body(),
        server
            .send(
                new Request(
                    "GET", target.replace("/user/", "/user/v1/"), older.headers(), older.body()))
            .expect(200)
            .body());
    server.send(request("PUT", ann).json(Json.deviceTokens())).expect(422, "validation_failed");
    server.send(request("DELETE", ann)).expect(204);
    server.send(request("DELETE", ann)).expect(404).detail("resource", "channel_settings");
  }

  @Test
  void onlyUsersCreatedByTheBackendExist() {
    register(SignedIn.KEY, "first");
    String eve = token(SignedIn.KEY, "first", "eve/ü %");

    server.send(request("PUT", eve).json(BODY)).expect(404).detail("resource", "user");
    server.send(ours.put("/admin/users/eve%2F%C3%BC%20%25", "{}")).expect(201);
    server.send(request("PUT", eve).json(BODY)).expect(200);
    server.send(ours.request("DELETE", "/admin/users/eve%2F%C3%BC%20%25")).expect(204);

    server.send(request("PUT", eve).json(BODY)).expect(404).detail("resource", "user");
  }

  @Test
  void signingKeysCanBeRotated() {
    KeyPair next = Jwts.keyPair(2048);
    register(SignedIn.KEY, "old");
    String before = token(SignedIn.KEY, "old", "ann");
    server.send(request("PUT", before).json(BODY)).expect(200);

    register(next, "new");
    String after = token(next, "new", "ann");
    server.send(request("GET", before)).expect(200);
    server.send(request("GET", after)).expect(200);
    cli.run("signing-keys", "retire", "--project", ours.id(), "old");

    refused(request("GET", before), "revoked", "");
    server.send(request("GET", after)).expect(200);
    refused(request("GET", token(SignedIn.KEY, "new", "ann")), "invalid", "signature");
    String listed = cli.run("signing-keys", "list", "--project", ours.id());
    assertTrue(listed.lines().count() == 3 && listed.contains("2048"), listed);
  }

  /** A user key of ann with additional claims. */
  private static String signed(String claims) {
    return Jwts.sign(SignedIn.KEY, Jwts.header("first"), Json.of("{'sub':'ann'" + claims + "}"));
  }

  @Test
  void maximumAgeLimitsUserKeysWithoutExpiry() {
    register(SignedIn.KEY, "first");
    server.send(request("PUT", token(SignedIn.KEY, "first", "ann")).json(BODY)).expect(200);
    long now = Instant.now().getEpochSecond();
    String bare = signed("");
    String dayOld = signed(",'iat':" + (now - 86_400));
    for (String token : List.of(bare, dayOld, signed(",'iat':" + now))) {
      server.send(request("GET", token)).expect(200);
    }
    refused(request("GET", signed(",'iat':" + (now - 366 * 86_400))), "expired", "");
    refused(request("GET", signed(",'exp':" + (now + 600) * 1000)), "invalid", "exp");

    cli.run("projects", "user-key-max-age", "--project", ours.id(), "PT12H");

    refused(request("GET", bare), "invalid", "iat");
    refused(request("GET", dayOld), "expired", "");
    refused(request("GET", signed(",'exp':" + (now + 86_400))), "invalid", "iat");
    server.send(request("GET", signed(",'iat':" + now))).expect(200);
    server.send(request("GET", signed(",'exp':" + (now + 600)))).expect(200);
    assertEquals("PT12H", maxAge());

    cli.run("projects", "user-key-max-age", "--project", ours.id(), "none");

    server.send(request("GET", bare)).expect(200);
    assertEquals("none", maxAge());
  }

  @Test
  void maximumAgeHasBounds() {
    for (String age : List.of("PT59S", "PT0S", "PT-1H", "P3651D", "P999999999D")) {
      String output =
          cli.runExpecting(1, "projects", "user-key-max-age", "--project", ours.id(), age);
      assertTrue(output.contains("must be 1 minute to 3650 days"), output);
    }
    assertEquals("none", maxAge());
  }

  private String maxAge() {
    for (JsonNode project : cli.json("projects", "list", "--json")) {
      if (project.path("id").asText().equals(ours.id().toString())) {
        return project.path("user_key_max_age").asText();
      }
    }
    throw new IllegalStateException("The project is not listed");
  }

  @Test
  void userKeyIsValidForOneProjectOnly() {
    Projects.Tenant theirs = projects.create("theirs");
    SignedIn.trustedBy(theirs.id(), server);
    projects.user(theirs, "ann");

    refused(request("GET", SignedIn.token("ann")), "invalid", "kid");
  }

  @Test
  void securityModeOffTrustsTheUserIdAndLogsAWarning() {
    Request claimed =
        of("PUT", target)
            .header("x-notiflows-api-key", ours.publicKey())
            .header("x-notiflows-user-id", "ann")
            .json(BODY);
    refused(claimed, "missing", "");

    cli.run("projects", "security-mode", "--project", ours.id(), "off");
    server.send(claimed).expect(200);
    assertTrue(
        server.log().stream()
            .anyMatch(line -> line.startsWith("SECURITY MODE IS OFF for project " + ours.id())));
    cli.run("projects", "security-mode", "--project", ours.id(), "on");

    refused(claimed, "missing", "");
  }

  private void refused(Request request, String reason, String param) {
    server
        .send(request)
        .expect(401, "unauthenticated")
        .detail("auth", "user_key")
        .detail("reason", reason)
        .detail("param", param);
  }
}
