package com.notiflows.server.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.Operation.Credentials;
import com.notiflows.server.testing.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a spec: a small one for tests, and the limits of the bundled one. */
class BundledSpecTest {

  private static final String LIMITS =
      """
      {
        "target_bytes": 1,
        "header_bytes": 2,
        "body_bytes": 3,
        "json_depth": 4,
        "number_digits": 18,
        "number_exponent": 19,
        "listed_violations": 5,
        "custom_fields_bytes": 7,
        "preferences_bytes": 16,
        "subscriptions": 11,
        "listed_token_owners": 14,
        "quarantine_seconds": 15,
        "quarantined_endpoints": 25,
        "user_key_bytes": 8,
        "user_key_leeway_seconds": 9,
        "user_key_max_age_seconds": 17,
        "preflight_max_age_seconds": 10,
        "retry_after_seconds": 6,
        "idempotency_key_seconds": 12,
        "in_progress_retry_seconds": 13,
        "pace": {
          "body_seconds": 20,
          "body_bytes_per_second": 21,
          "answer_bytes_per_second": 22,
          "grace_seconds": 23
        },
        "page_bytes": 24,
        "rates": {"writes": {"requests": 26, "seconds": 27}}
      }
      """;
  private static final BundledSpec SPEC =
      BundledSpec.of(
          Json.of(
              """
              {
                "x-notiflows-limits": %s,
                "x-notiflows-base-aliases": {"/admin/v1": "/admin", "/old": "/user/deep"},
                "security": [{"key": []}],
                "paths": {
                  "/admin/things/{id}": {
                    "parameters": [],
                    "get": {
                      "operationId": "getThing",
                      "x-notiflows-scope": "things:read",
                      "x-notiflows-rate-limit": "reads",
                      "parameters": [
                        {
                          "name": "id",
                          "in": "path",
                          "schema": {"type": "string", "maxLength": 3, "minLength": 1}
                        },
                        {"name": "q", "in": "query", "schema": {"type": "string"}}
                      ]
                    },
                    "delete": {
                      "operationId": "dropThing",
                      "x-notiflows-scope": "things:write",
                      "x-notiflows-rate-limit": "writes",
                      "security": [{"other": []}]
                    }
                  },
                  "/user/deep/status": {"post": {"operationId": "open", "security": []}}
                }
              }
              """
                  .formatted(LIMITS)));

  private static Optional<String> operation(String method, String path) {
    return SPEC.match(path).flatMap(m -> m.route().operation(method)).map(Operation::id);
  }

  @Test
  void findsRoutes() {
    assertEquals(Optional.of("getThing"), operation("GET", "/admin/things/x"));
    assertEquals(Optional.of("getThing"), operation("HEAD", "/admin/things/x"));
    assertEquals(Optional.of("dropThing"), operation("DELETE", "/admin/things/x"));
    assertEquals(Optional.of("open"), operation("POST", "/user/deep/status"));
    assertEquals(Optional.empty(), operation("PUT", "/admin/things/x"));
    assertEquals(Optional.empty(), operation("HEAD", "/user/deep/status"));
  }

  @Test
  void findsRoutesByAliasesOfTheirBasePath() {
    assertEquals(Optional.of("getThing"), operation("GET", "/admin/v1/things/x"));
    assertEquals(Optional.of("open"), operation("POST", "/old/status"));
  }

  @Test
  void keepsRawAndDecodedPathParameters() {
    Map<String, PathSegment> parameters =
        SPEC.match("/admin/v1/things/a%2Fb;c").orElseThrow().parameters();

    assertEquals(Set.of("id"), parameters.keySet());
    assertEquals(new PathSegment("a%2Fb;c", Optional.of("a/b;c")), parameters.get("id"));
  }

  @Test
  void matchesPercentEncodedLiterals() {
    assertEquals(Optional.of("getThing"), operation("GET", "/%61dmin/things/x"));
    assertTrue(SPEC.match("/admin/things/%7Bid%7D").isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/admin",
        "/admin/things",
        "/admin/things/",
        "/admin/things/x/",
        "/admin/things/x/y",
        "/Admin/things/x",
        "/admin/things;v=1/x",
        "/admin/v1",
        "/admin/v1/",
        "/admin/v1/v1/things/x",
        "/admin/v2/things/x",
        "/old",
        "//admin/things/x",
        "/admin//x",
        "/%FF/things/x",
        "/v1/things/x"
      })
  void doesNotMatchOtherPaths(String path) {
    assertEquals(Optional.empty(), SPEC.match(path).map(match -> match.route().segments()));
  }

  @Test
  void listsTheMethodsOfARoute() {
    assertEquals(
        "DELETE, GET, HEAD, OPTIONS", SPEC.match("/admin/things/x").orElseThrow().route().allow());
    assertEquals("OPTIONS, POST", SPEC.match("/user/deep/status").orElseThrow().route().allow());
  }

  @Test
  void onlyExplicitlyPublicOperationsNeedNoKey() {
    Map<String, Credentials> asked = new TreeMap<>();
    for (Route route : SPEC.routes()) {
      route
          .operations()
          .values()
          .forEach(operation -> asked.put(operation.id(), operation.credentials()));
    }

    assertEquals(
        Map.of(
            "getThing", Credentials.SECRET_KEY,
            "dropThing", Credentials.SECRET_KEY,
            "open", Credentials.NONE),
        asked);
  }

  private static Stream<Arguments> securityRequirements() {
    return Stream.of(
        Arguments.of(Credentials.SECRET_KEY, ""),
        Arguments.of(Credentials.SECRET_KEY, "'security':{},"),
        Arguments.of(Credentials.SECRET_KEY, "'security':[{}],"),
        Arguments.of(Credentials.SECRET_KEY, "'security':[{'UserKeyAuth':[]},{}],"),
        Arguments.of(Credentials.SECRET_KEY, "'security':[{'UserIdAuth':[]},{'ApiKeyAuth':[]}],"),
        Arguments.of(Credentials.USER_KEY, "'security':[{'UserKeyAuth':[]},{'UserIdAuth':[]}],"),
        Arguments.of(Credentials.NONE, "'security':[],"));
  }

  @ParameterizedTest
  @MethodSource("securityRequirements")
  void requiresTheStrongestAlternative(Credentials expected, String security) {
    String scope = expected == Credentials.SECRET_KEY ? "'x-notiflows-scope':'a:read'," : "";
    String budget = expected == Credentials.NONE ? "" : "'x-notiflows-rate-limit':'reads',";
    Route route = withOperation(security + scope + budget).routes().get(0);

    assertEquals(expected, route.operation("GET").orElseThrow().credentials());
    assertEquals(expected == Credentials.USER_KEY, route.isOpenToPages());
  }

  private static BundledSpec withOperation(String text) {
    String paths = ",'paths':{'/a':{'get':{" + text + "'operationId':'x'}}}";
    return BundledSpec.of(Json.of("{'x-notiflows-limits':" + LIMITS + paths + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'x-notiflows-scope':'a:read',",
        "'x-notiflows-rate-limit':'reads',",
        "'security':[],'x-notiflows-scope':'a:read',",
        "'security':[],'x-notiflows-rate-limit':'reads',"
      })
  void requiresAScopeForSecretKeysAndABudgetForAllKeys(String text) {
    assertThrows(IllegalStateException.class, () -> withOperation(text));
  }

  @Test
  void listsTheScopes() {
    assertEquals(Set.of("things:read", "things:write"), SPEC.scopes());
  }

  @Test
  void readsTheRulesOfPathParameters() {
    Operation.Parameter id = SPEC.pathParameter("id");

    assertEquals("invalid_param", id.reason());
    assertEquals("must have 1 to 3 characters, percent-encoded as UTF-8", id.expected());
    assertTrue(id.check().accepts(Json.of("'\uD83D\uDE00bc'")));
    assertFalse(id.check().accepts(Json.of("'abcd'")));
    assertThrows(IllegalStateException.class, () -> SPEC.pathParameter("q"));
  }

  @Test
  void readsTheLimits() {
    assertEquals(
        new Limits(
            1,
            2,
            3,
            4,
            18,
            19,
            5,
            7,
            16,
            11,
            14,
            15,
            25,
            8,
            9,
            17,
            10,
            6,
            12,
            13,
            new Limits.Pace(20, 21, 22, 23),
            24,
            Map.of("writes", new Limits.Rate(26, 27))),
        SPEC.limits());
    assertEquals(
        new Limits(
            8192,
            16384,
            1_048_576,
            64,
            1000,
            1000,
            100,
            65_536,
            65_536,
            100,
            1000,
            2_592_000,
            100,
            4096,
            30,
            31_536_000,
            600,
            5,
            86_400,
            1,
            new Limits.Pace(20, 1024, 8192, 5),
            1_048_576,
            Map.of(
                "reads", new Limits.Rate(500_000, 10),
                "writes", new Limits.Rate(200_000, 10),
                "bulk", new Limits.Rate(5_000, 10),
                "signed-in-user", new Limits.Rate(5_000, 10),
                "failed-authentication", new Limits.Rate(6_000, 60))),
        BundledSpec.load().limits());
  }

  @Test
  void rejectsASpecWithoutALimit() {
    for (String name :
        List.of("target_bytes", "json_depth", "grace_seconds", "retry_after_seconds")) {
      JsonNode document =
          Json.of("{'x-notiflows-limits':" + LIMITS.replace(name, "x") + ",'paths':{}}");
      String message =
          assertThrows(IllegalStateException.class, () -> BundledSpec.of(document)).getMessage();
      assertEquals("The bundled spec lacks the limit " + name, message);
    }
  }
}
