package com.notiflows.server.http;

import static com.notiflows.server.http.Call.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.notiflows.server.persistence.InMemoryMappers.KeyLife;
import com.notiflows.server.projects.KeyFormat;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authentication failures of public and secret keys. */
class AuthenticationTest {

  private static final String APNS = settingsOf(World.APNS);
  private static final String PUBLIC = "x-notiflows-api-key";
  private static final String SECRET = "x-notiflows-secret-key";

  private final World world = new World();
  private final Api api = new Api(world);

  @AfterEach
  void stop() {
    api.close();
  }

  private void assertUnauthenticated(Call call, String auth, String reason) {
    Reply reply =
        api.send(call)
            .expect(401, "unauthenticated", "{'auth':'" + auth + "','reason':'" + reason + "'}");
    String header = auth.equals("api_key") ? PUBLIC : SECRET;
    assertEquals(
        """
        ApiKey realm="notiflows", header="%s\""""
            .formatted(header),
        reply.header("WWW-Authenticate"));
    assertFalse(reply.body().contains("pk_") || reply.body().contains("sk_"), reply.body());
  }

  private static String key(String start) {
    return KeyFormat.complete(start);
  }

  @ParameterizedTest
  @CsvSource({"GET", "PUT", "DELETE", "HEAD"})
  void requestWithoutKeysGets401(String method) {
    assertEquals(401, api.send(Call.bare(method, APNS)).status());
    assertEquals(0, world.mappers().statements());
  }

  @Test
  void reportsAMissingKey() {
    assertUnauthenticated(Call.bare("GET", APNS), "api_key", "missing");
    assertUnauthenticated(
        Call.bare("GET", APNS).header(SECRET, World.SECRET_KEY), "api_key", "missing");
    assertUnauthenticated(Call.bare("GET", APNS).keys("", World.SECRET_KEY), "api_key", "missing");
    assertUnauthenticated(
        Call.bare("GET", APNS).header(PUBLIC, World.PUBLIC_KEY), "secret_key", "missing");
    assertUnauthenticated(
        Call.bare("GET", APNS).keys(World.PUBLIC_KEY, ""), "secret_key", "missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"malformed", "sk_0", "PK_0", "Pk_demo_notiflows"})
  void aMalformedPublicKeyNeedsNoDatabase(String key) {
    assertUnauthenticated(Call.bare("GET", APNS).keys(key, World.SECRET_KEY), "api_key", "invalid");
    assertUnauthenticated(
        Call.bare("GET", APNS).keys("pk_" + "0".repeat(253), World.SECRET_KEY),
        "api_key",
        "invalid");
    assertEquals(0, world.mappers().statements());
  }

  @Test
  void reportsAnUnknownKey() {
    assertUnauthenticated(
        Call.bare("GET", APNS).keys(key("pk_other"), World.SECRET_KEY), "api_key", "invalid");
    assertUnauthenticated(
        Call.bare("GET", APNS).keys(World.PUBLIC_KEY, key("sk_other")), "secret_key", "invalid");
    assertUnauthenticated(
        Call.bare("GET", APNS).keys(World.SECRET_KEY, World.PUBLIC_KEY), "api_key", "invalid");
  }

  @Test
  void rejectsTheSecretKeyOfAnotherProject() {
    world
        .mappers()
        .secretKey(Secrets.hash(key("sk_theirs")), KeyLife.living(UUID.fromString("0-0-0-0-2")));

    assertUnauthenticated(
        Call.bare("GET", APNS).keys(World.PUBLIC_KEY, key("sk_theirs")), "secret_key", "invalid");
  }

  @Test
  void reportsARevokedKey() {
    Optional<Instant> now = Optional.of(world.clock().instant());
    world.publicKey(key("pk_revoked"), Optional.empty(), now);
    world.secretKey(key("sk_revoked"), Optional.empty(), now);

    assertUnauthenticated(
        Call.bare("GET", APNS).keys(key("pk_revoked"), World.SECRET_KEY), "api_key", "revoked");
    assertUnauthenticated(
        Call.bare("GET", APNS).keys(World.PUBLIC_KEY, key("sk_revoked")), "secret_key", "revoked");
  }

  @Test
  void reportsAnExpiredKeyFromTheExpiryTimeOn() {
    Optional<Instant> soon = Optional.of(world.clock().instant().plusSeconds(1));
    world.publicKey(key("pk_short"), soon, Optional.empty());
    world.secretKey(key("sk_short"), soon, Optional.empty());
    api.send(Call.bare("GET", APNS).keys(key("pk_short"), key("sk_short"))).expect(404);

    world.clock().advance(Duration.ofSeconds(1));

    assertUnauthenticated(
        Call.bare("GET", APNS).keys(key("pk_short"), key("sk_short")), "api_key", "expired");
    assertUnauthenticated(
        Call.bare("GET", APNS).keys(World.PUBLIC_KEY, key("sk_short")), "secret_key", "expired");
  }

  @Test
  void revokedTakesPrecedenceOverExpired() {
    Optional<Instant> past = Optional.of(world.clock().instant().minusSeconds(9));
    world.publicKey(key("pk_both"), past, past);

    assertUnauthenticated(
        Call.bare("GET", APNS).keys(key("pk_both"), World.SECRET_KEY), "api_key", "revoked");
  }

  @Test
  void validatesThePublicKeyFirst() {
    Optional<Instant> past = Optional.of(world.clock().instant().minusSeconds(9));
    world.publicKey(key("pk_revoked"), Optional.empty(), past);
    world.secretKey(key("sk_expired"), past, Optional.empty());

    assertUnauthenticated(
        Call.bare("GET", APNS).keys(key("pk_other"), key("sk_other")), "api_key", "invalid");
    assertUnauthenticated(
        Call.bare("GET", APNS).keys(key("pk_revoked"), key("sk_expired")), "api_key", "revoked");
    assertUnauthenticated(
        Call.bare("GET", APNS).header(PUBLIC, key("pk_revoked")), "api_key", "revoked");
  }

  @Test
  void rejectsARepeatedKeyHeader() {
    Call good = Call.of("GET", APNS);

    assertUnauthenticated(good.header(PUBLIC, World.PUBLIC_KEY), "api_key", "invalid");
    assertUnauthenticated(good.header(SECRET, World.SECRET_KEY), "secret_key", "invalid");
    assertUnauthenticated(good.header(SECRET, ""), "secret_key", "invalid");
  }

  private void assertMistyped(Call call, String auth, String header, String kind) {
    assertUnauthenticated(call, auth, "invalid");
    assertEquals(
        "The header %s is invalid: it is no %s key, or the key is mistyped or cut off. Copy it again."
            .formatted(header, kind),
        message(call));
  }

  private String message(Call call) {
    return Json.of(api.send(call).body()).at("/error/message").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pk_other", "pk_", "x", "sk_demo_notiflows", "pk_\u00fc"})
  void mistypedPublicKeyIsRejectedWithoutTheDatabase(String key) {
    assertMistyped(Call.bare("GET", APNS).keys(key, World.SECRET_KEY), "api_key", PUBLIC, "public");
    assertEquals(0, world.mappers().statements());
  }

  @Test
  void mistypedSecretKeyIsDistinguishedFromAnUnknownOne() {
    String cut = World.SECRET_KEY.substring(0, World.SECRET_KEY.length() - 1);
    Call good = Call.bare("GET", APNS).header(PUBLIC, World.PUBLIC_KEY);

    assertMistyped(good.header(SECRET, cut), "secret_key", SECRET, "secret");
    assertMistyped(good.header(SECRET, World.PUBLIC_KEY), "secret_key", SECRET, "secret");
    assertEquals(
        "The header x-notiflows-secret-key is invalid: the project of the public key has no such key."
            + " Send keys of the same project.",
        message(good.header(SECRET, key("sk_other"))));
    assertEquals(
        "The header x-notiflows-api-key is invalid: no project of this server has this key. Check the"
            + " key and the URL.",
        message(Call.bare("GET", APNS).keys(key("pk_other"), cut)));
  }
}
