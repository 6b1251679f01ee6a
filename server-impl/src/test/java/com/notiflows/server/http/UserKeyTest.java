package com.notiflows.server.http;

import static com.notiflows.server.testing.Jwts.OURS;
import static com.notiflows.server.testing.Jwts.THEIRS;
import static com.notiflows.server.testing.Jwts.claims;
import static com.notiflows.server.testing.Jwts.confuse;
import static com.notiflows.server.testing.Jwts.encode;
import static com.notiflows.server.testing.Jwts.header;
import static com.notiflows.server.testing.Jwts.row;
import static com.notiflows.server.testing.Jwts.sign;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.notiflows.server.projects.KeyFormat;
import com.notiflows.server.testing.Jwts;
import com.notiflows.server.testing.World;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and invalid user keys. */
class UserKeyTest {

  private static final String OWN = "/user/channels/" + World.APNS + "/settings";
  private static final String HEADER = "x-notiflows-user-key";
  private static final Instant NOW = World.START;
  private static final long SECOND = NOW.getEpochSecond();
  private static final long YEAR = 365 * 24 * 60 * 60;
  private static final BigInteger LARGE = BigInteger.TWO.pow(64).add(BigInteger.valueOf(SECOND));
  private static final KeyPair NEXT = Jwts.keyPair(3072);
  private static final String GOOD = claims(World.USER, NOW, Map.of());

  private final World world = new World();
  private final Api api = new Api(world);

  UserKeyTest() {
    world
        .mappers()
        .signingKey(row(World.PROJECT, "current", OURS, null))
        .signingKey(row(World.PROJECT, "next", NEXT, null))
        .signingKey(row(World.PROJECT, "retired", THEIRS, NOW));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static Call call(String token) {
    return Call.bare("GET", OWN)
        .header("x-notiflows-api-key", World.PUBLIC_KEY)
        .header(HEADER, token);
  }

  private static Arguments good(String name, String token) {
    return Arguments.of(name, token);
  }

  private static Arguments bad(String name, String token, String expected) {
    return Arguments.of(name, token, expected);
  }

  static Stream<Arguments> goodTokens() {
    String kid = header("current");
    return Stream.of(
        good("plain", sign(OURS, kid, GOOD)),
        good("no kid", sign(OURS, alg("RS256"), GOOD)),
        good("expired within the leeway", timed(Map.of("exp", SECOND - 29))),
        good("nbf within the leeway", timed(Map.of("nbf", SECOND + 30))),
        good("issued in the future", timed(Map.of("iat", SECOND + 9999))),
        good("no iat", timed(Collections.singletonMap("iat", null))),
        good("no exp", timed(Collections.singletonMap("exp", null))),
        good("no exp, issued a year ago", withoutExp(SECOND - YEAR)),
        good("no exp, issued by a clock that is ahead", withoutExp(SECOND + 30)),
        good("neither exp nor iat", sign(OURS, kid, "{\"sub\":\"user_12345\"}")),
        good("exp at the end of the year 9999", timed(Map.of("exp", 253_402_300_799L))),
        good("issued long ago", timed(Map.of("iat", 0))),
        good("nbf long ago", timed(Map.of("nbf", 0))),
        good("a fraction of a second", timed(Map.of("exp", SECOND + 0.5))),
        good("other claims", timed(Map.of("aud", "x", "admin", true, "list", new int[] {1}))),
        good(
            "another type",
            sign(
                OURS,
                """
                {"alg":"RS256","typ":"at+jwt"}""",
                GOOD)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodTokens")
  void acceptsAValidKey(String name, String token) {
    api.send(call(token))
        .expect(404, "not_found", "{'id':'" + World.APNS + "','resource':'channel_settings'}");
  }

  static Stream<Arguments> badTokens() {
    String kid = header("current");
    String good = sign(OURS, kid, GOOD);
    int first = good.indexOf('.');
    int second = good.lastIndexOf('.');
    String head = good.substring(0, first);
    String body = good.substring(first + 1, second);
    String signature = good.substring(second + 1);
    return Stream.of(
        bad("not a JWT", "abc", "invalid format"),
        bad("a public key", World.PUBLIC_KEY, "invalid format"),
        bad("two parts", head + "." + body, "invalid format"),
        bad("four parts", good + ".x", "invalid format"),
        bad("encrypted", good + ".x.y", "invalid format"),
        bad("broken base64", "!!." + body + "." + signature, "invalid format"),
        bad("broken header", encode("{") + "." + body + "." + signature, "invalid format"),
        bad("no algorithm", encode("{}") + "." + body + "." + signature, "invalid format"),
        bad("claims that are text", sign(OURS, kid, "hello"), "invalid format"),
        bad("claims that are a list", sign(OURS, kid, "[]"), "invalid sub"),
        bad("no claims", sign(OURS, kid, ""), "invalid format"),
        bad("too long", timed(Map.of("x", "y".repeat(4096))), "invalid size"),
        bad("alg none", unsigned("none"), "invalid alg"),
        bad("alg None", unsigned("None"), "invalid alg"),
        bad("alg none, signed", sign(OURS, alg("none"), GOOD), "invalid alg"),
        bad("HMAC with the public key", confuse(OURS, alg("HS256"), GOOD), "invalid alg"),
        bad("RS512", sign("SHA512withRSA", OURS.getPrivate(), alg("RS512"), GOOD), "invalid alg"),
        bad("RS384 called RS256", rs384(), "invalid signature"),
        bad("HMAC called RS256", confuse(OURS, kid, GOOD), "invalid signature"),
        bad("wrong key", sign(THEIRS, kid, GOOD), "invalid signature"),
        bad("wrong key, no kid", sign(Jwts.keyPair(2048), alg("RS256"), GOOD), "invalid signature"),
        bad("no signature", head + "." + body + ".", "invalid format"),
        bad("claims changed", head + "." + encode(other()) + "." + signature, "invalid signature"),
        bad("embedded key", sign(THEIRS, embedded(), GOOD), "invalid signature"),
        bad("unknown kid", sign(OURS, header("nobody"), GOOD), "invalid kid"),
        bad("long kid", sign(OURS, header("k".repeat(129)), GOOD), "invalid kid"),
        bad("unknown critical header", sign(OURS, critical(), GOOD), "invalid signature"),
        bad("kid of another key", sign(OURS, header("next"), GOOD), "invalid signature"),
        bad("retired key", sign(THEIRS, header("retired"), GOOD), "revoked"),
        bad("retired key, no kid", sign(THEIRS, alg("RS256"), GOOD), "revoked"),
        bad("no exp, issued too long ago", withoutExp(SECOND - YEAR - 30), "expired"),
        bad("no exp, issued in 1970", withoutExp(0), "expired"),
        bad("no exp, issued in the future", withoutExp(SECOND + 31), "invalid iat"),
        bad("exp in milliseconds", timed(Map.of("exp", (SECOND + 600) * 1000)), "invalid exp"),
        bad("past exp in milliseconds", timed(Map.of("exp", (SECOND - 600) * 1000)), "invalid exp"),
        bad("exp in microseconds", timed(Map.of("exp", SECOND * 1_000_000)), "invalid exp"),
        bad("iat in milliseconds", timed(Map.of("iat", SECOND * 1000)), "invalid iat"),
        bad("no exp, iat in milliseconds", withoutExp(SECOND * 1000), "invalid iat"),
        bad("nbf in milliseconds", timed(Map.of("nbf", SECOND * 1000)), "invalid nbf"),
        bad("exp after the year 9999", timed(Map.of("exp", 253_402_300_800L)), "invalid exp"),
        bad("issued before 1970", timed(Map.of("iat", -1)), "invalid iat"),
        bad("nbf before 1970", timed(Map.of("nbf", Long.MIN_VALUE)), "invalid nbf"),
        bad("exp of more than 64 bits", timed(Map.of("exp", LARGE)), "invalid exp"),
        bad("exp is text", timed(Map.of("exp", "tomorrow")), "invalid format"),
        bad("exp out of range", timed(Map.of("exp", 1e300)), "invalid exp"),
        bad("iat is text", timed(Map.of("iat", "today")), "invalid format"),
        bad("expired", timed(Map.of("exp", SECOND - 31)), "expired"),
        bad("expired long ago", timed(Map.of("exp", 0)), "expired"),
        bad("expired, wrong key", sign(THEIRS, kid, expired()), "invalid signature"),
        bad("not valid yet", timed(Map.of("nbf", SECOND + 31)), "invalid nbf"),
        bad("no sub", timed(Collections.singletonMap("sub", null)), "invalid sub"),
        bad("empty sub", timed(Map.of("sub", "")), "invalid sub"),
        bad("sub too long", timed(Map.of("sub", "x".repeat(256))), "invalid sub"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void rejectsAnInvalidKey(String name, String token, String expected) {
    int space = expected.indexOf(' ');
    String reason = space < 0 ? expected : expected.substring(0, space);
    String part = space < 0 ? "" : ",'param':'" + expected.substring(space + 1) + "'";

    Reply reply =
        api.send(call(token))
            .expect(
                401,
                "unauthenticated",
                "{'auth':'user_key'" + part + ",'reason':'" + reason + "'}");

    assertEquals(
        """
        ApiKey realm="notiflows", header="%s\""""
            .formatted(HEADER),
        reply.header("WWW-Authenticate"));
    assertFalse(token.length() > 9 && reply.body().contains(token.substring(0, 9)), reply.body());
  }

  @Test
  void reportsAMissingKeyAndValidatesThePublicKeyFirst() {
    Call bare = Call.bare("GET", OWN);
    String missing = "{'auth':'user_key','reason':'missing'}";

    api.send(bare.header("x-notiflows-api-key", World.PUBLIC_KEY))
        .expect(401, "unauthenticated", missing);
    api.send(call("")).expect(401, "unauthenticated", missing);
    api.send(bare.header(HEADER, "abc"))
        .expect(401, "unauthenticated", "{'auth':'api_key','reason':'missing'}");
    api.send(
            bare.header(HEADER, "abc")
                .header("x-notiflows-api-key", KeyFormat.complete("pk_other")))
        .expect(401, "unauthenticated", "{'auth':'api_key','reason':'invalid'}");
  }

  @Test
  void doesNotAcceptASecretKeyInPlaceOfAUserKey() {
    api.send(Call.of("GET", OWN))
        .expect(401, "unauthenticated", "{'auth':'user_key','reason':'missing'}");
    api.send(
            Call.bare("GET", Call.settingsOf(World.APNS))
                .header("x-notiflows-api-key", World.PUBLIC_KEY)
                .header(HEADER, sign(OURS, header("current"), GOOD)))
        .expect(401, "unauthenticated", "{'auth':'secret_key','reason':'missing'}");
  }

  @Test
  void rejectsTheSigningKeyOfAnotherProject() {
    UUID other = new UUID(0, 2);
    world.mappers().signingKey(row(other, "theirs", THEIRS, null));

    api.send(call(sign(THEIRS, header("theirs"), GOOD)))
        .expect(401, "unauthenticated", "{'auth':'user_key','param':'kid','reason':'invalid'}");
  }

  @Test
  void actsForTheUserInTheKey() {
    String token = sign(OURS, header("current"), GOOD);
    Call put =
        Call.bare("PUT", OWN)
            .header("x-notiflows-api-key", World.PUBLIC_KEY)
            .header(HEADER, token)
            .body(
                """
                {"settings":{"device_tokens":["own"]}}""");

    assertEquals(
        World.USER_ID.toString(), api.send(put).expect(200).json().path("user_id").asText());
    api.send(Call.of("GET", Call.settingsOf(World.APNS))).expect(200);
    String nobody = sign(OURS, header("current"), claims("nobody", NOW, Map.of()));
    api.send(call(timed(Map.of("sub", 5))))
        .expect(404, "not_found", "{'id':'5','resource':'user'}");
    api.send(call(nobody)).expect(404, "not_found", "{'id':'nobody','resource':'user'}");
  }

  @Test
  void acceptsAClaimedUserIdOnlyIfTheSecurityModeIsOff() {
    Call claimed =
        Call.bare("GET", OWN)
            .header("x-notiflows-api-key", World.PUBLIC_KEY)
            .header("x-notiflows-user-id", World.USER);
    api.send(claimed).expect(401, "unauthenticated", "{'auth':'user_key','reason':'missing'}");

    world.mappers().securityMode(World.PROJECT, "off");

    api.send(claimed)
        .expect(404)
        .expect(404, "not_found", "{'id':'" + World.APNS + "','resource':'channel_settings'}");
    api.send(claimed.header(HEADER, "abc"))
        .expect(401, "unauthenticated", "{'auth':'user_key','param':'format','reason':'invalid'}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz", "%ff", "%00"})
  void rejectsAClaimedUserIdThatCannotBeDecoded(String id) {
    world.mappers().securityMode(World.PROJECT, "off");

    api.send(
            Call.bare("GET", OWN)
                .header("x-notiflows-api-key", World.PUBLIC_KEY)
                .header("x-notiflows-user-id", id))
        .expect(401, "unauthenticated", "{'auth':'user_key','reason':'invalid'}");
  }

  private static String withoutExp(long issuedAt) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("exp", null);
    claims.put("iat", issuedAt);
    return timed(claims);
  }

  private static String timed(Map<String, Object> others) {
    return sign(OURS, header("current"), claims(World.USER, NOW, others));
  }

  private static String expired() {
    return claims(World.USER, NOW, Map.of("exp", 1));
  }

  private static String other() {
    return claims("somebody_else", NOW, Map.of());
  }

  private static String alg(String name) {
    return """
        {"alg":"%s"}"""
        .formatted(name);
  }

  private static String unsigned(String algorithm) {
    return encode(alg(algorithm)) + "." + encode(GOOD) + ".";
  }

  private static String critical() {
    return """
        {"alg":"RS256","kid":"current","crit":["more"],"more":1}""";
  }

  private static String embedded() {
    return """
        {"alg":"RS256","kid":"current","jwk":{"kty":"RSA","e":"AQAB","n":"%s"},\
        "jku":"https://evil.example/keys"}"""
        .formatted(encode("ignored"));
  }

  private static String rs384() {
    return sign("SHA384withRSA", OURS.getPrivate(), header("current"), GOOD);
  }
}
