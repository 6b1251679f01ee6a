package com.notiflows.server.http;

import static com.notiflows.server.testing.Jwts.OURS;
import static com.notiflows.server.testing.Jwts.claims;
import static com.notiflows.server.testing.Jwts.header;
import static com.notiflows.server.testing.Jwts.row;
import static com.notiflows.server.testing.Jwts.sign;

import com.notiflows.server.testing.World;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** User keys in a project that limits their age. */
class UserKeyAgeTest {

  private static final String OWN = "/user/channels/" + World.APNS + "/settings";
  private static final long NOW = World.START.getEpochSecond();
  private static final long DAY = 24 * 60 * 60;
  private static final int AGE = 3600;

  private final World world = new World();
  private final Api api = new Api(world);

  UserKeyAgeTest() {
    world
        .mappers()
        .signingKey(row(World.PROJECT, "current", OURS, null))
        .userKeyMaxAge(World.PROJECT, AGE);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Reply read(String token) {
    return api.send(
        Call.bare("GET", OWN)
            .header("x-notiflows-api-key", World.PUBLIC_KEY)
            .header("x-notiflows-user-key", token));
  }

  /** A JWT with these expiry and issue times; null omits the claim. */
  private static String token(@Nullable Long end, @Nullable Long issued) {
    Map<String, @Nullable Object> times = new HashMap<>();
    times.put("exp", end);
    times.put("iat", issued);
    return sign(OURS, header("current"), claims(World.USER, World.START, times));
  }

  static Stream<Arguments> young() {
    return Stream.of(
        Arguments.of("expires soon", token(NOW + 600, NOW)),
        Arguments.of("no exp, issued now", token(null, NOW)),
        Arguments.of("no exp, issued an hour ago", token(null, NOW - AGE - 29)),
        Arguments.of("expires late, issued now", token(NOW + DAY, NOW)),
        Arguments.of("expires soon, no iat", token(NOW + AGE, null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("young")
  void acceptsKeysWithinTheMaximumAge(String name, String token) {
    read(token).expect(404);
  }

  static Stream<Arguments> old() {
    return Stream.of(
        Arguments.of("no exp", token(null, NOW - AGE - 30), "'reason':'expired'"),
        Arguments.of("expires late", token(NOW + DAY, NOW - AGE - 30), "'reason':'expired'"),
        Arguments.of("expired", token(NOW - 31, NOW - 60), "'reason':'expired'"),
        Arguments.of("neither exp nor iat", token(null, null), "'param':'iat','reason':'invalid'"),
        Arguments.of(
            "expires late, no iat",
            token(NOW + AGE + 31, null),
            "'param':'iat','reason':'invalid'"),
        Arguments.of(
            "issued in the future",
            token(NOW + 600, NOW + 31),
            "'param':'iat','reason':'invalid'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("old")
  void rejectsKeysBeyondTheMaximumAge(String name, String token, String details) {
    read(token).expect(401, "unauthenticated", "{'auth':'user_key'," + details + "}");
  }
}
