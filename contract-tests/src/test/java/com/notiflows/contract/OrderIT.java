package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.projects.KeyFormat;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of validation: a request with two faults returns the error of the first one. */
class OrderIT {

  private static final String USER_API = "/user/channels/";
  private static final String KEY = "used-" + UUID.randomUUID();
  private static final String NOBODY = "nobody";
  private static final UUID NOWHERE = new UUID(0, 1);
  private static final Projects.Tenant DEMO =
      new Projects.Tenant(
          DemoProject.ID, DemoProject.PUBLIC_KEY, DemoProject.SECRET_KEY, DemoProject.ID);

  /** The faults of a PUT in the order of validation. */
  private enum Fault {
    TARGET_TOO_LONG("414 uri_too_long", draft -> draft.query = "?" + "a".repeat(8200)),
    HEADERS_TOO_LARGE("431 headers_too_large", draft -> draft.extra = "b".repeat(16_400)),
    NO_ROUTE("404 not_found route", draft -> draft.nowhere = "/nowhere"),
    WRONG_METHOD("405 method_not_allowed", draft -> draft.method = "POST"),
    BAD_KEY("401 unauthenticated", draft -> draft.publicKey = KeyFormat.complete("pk_unknown")),
    BAD_ORIGIN("403 forbidden origin_not_allowed", draft -> draft.origin = "https://evil.example"),
    BAD_ID("400 bad_request invalid_uuid", draft -> draft.channel = "no-uuid"),
    NO_JSON_TAKEN("406 not_acceptable", draft -> draft.accept = "text/html"),
    NO_JSON_SENT("415 unsupported_media_type", draft -> draft.type = "text/plain"),
    BODY_TOO_LARGE("413 payload_too_large", draft -> draft.padding = " ".repeat(1_048_577)),
    BROKEN_JSON("400 bad_request invalid_json", draft -> draft.end = ""),
    WRONG_SHAPE("422 validation_failed extra", draft -> draft.more = Json.of(",'extra':1")),
    REUSED_KEY("409 conflict idempotency_key_reused", draft -> draft.key = KEY),
    NO_USER("404 not_found user", draft -> draft.user = NOBODY),
    NO_CHANNEL("404 not_found channel", draft -> draft.channel = NOWHERE.toString()),
    BAD_SETTINGS(
        "422 validation_failed settings",
        draft -> draft.settings = Json.of("{'device_tokens':['\\ud800']}"));

    private final String expected;
    private final Consumer<Draft> effect;

    Fault(String expected, Consumer<Draft> effect) {
      this.expected = expected;
      this.effect = effect;
    }
  }

  /** A valid request to which faults are added. */
  private static final class Draft {
    private String method = "PUT";
    private final boolean isOfSignedInUser;
    private String nowhere = "";
    private String origin = "http://localhost";
    private String user = DemoProject.USER;
    private String channel = DemoProject.APNS.toString();
    private String query = "";
    private String extra = "";
    private String publicKey = DemoProject.PUBLIC_KEY;
    private String accept = "application/json";
    private String type = "application/json";
    private String padding = "";
    private String settings = Json.of("{'device_tokens':['order']}");
    private String more = "";
    private String key = UUID.randomUUID().toString();
    private String end = "}";

    private Draft(boolean isOfSignedInUser) {
      this.isOfSignedInUser = isOfSignedInUser;
    }

    private Request request() {
      String path =
          isOfSignedInUser
              ? USER_API + channel + "/settings"
              : "/admin/users/" + user + "/channel-settings/" + channel;
      Request request =
          Request.of(method, nowhere + path + query)
              .keys(publicKey, DemoProject.SECRET_KEY)
              .header("x-notiflows-user-key", SignedIn.token(user))
              .header("Accept", accept)
              .header("Origin", origin)
              .header("Idempotency-Key", key)
              .header("X-Extra", extra);
      String body = padding + Json.of("{'settings':") + settings + more + end;
      return request.header("Content-Type", type).body(body.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Stores responses under the key, also for a user and a channel that are deleted afterwards. The
   * responses are detached from the user so that they survive the deletion.
   */
  @BeforeAll
  static void storeResponsesUnderTheKey() {
    TestServer server = TestServer.get();
    Projects projects = new Projects(BundledSpec.load());
    projects.channel(DEMO, "expo", NOWHERE);
    projects.user(DEMO, NOBODY);
    for (boolean isOfSignedInUser : new boolean[] {false, true}) {
      for (String user : List.of(DemoProject.USER, NOBODY)) {
        for (UUID channel : List.of(DemoProject.APNS, NOWHERE)) {
          Draft draft = new Draft(isOfSignedInUser);
          draft.settings = Json.of("{'device_tokens':['first']}");
          draft.user = user;
          draft.channel = channel.toString();
          draft.key = KEY;
          server.send(draft.request()).expect(200);
        }
      }
    }
    server.sql("UPDATE idempotency_keys SET user_id = NULL");
    for (String user : List.of(DemoProject.USER, NOBODY)) {
      server.send(Request.admin("DELETE", Request.settingsOf(user, NOWHERE))).expect(204);
    }
    server.sql("DELETE FROM channels WHERE id = " + HeldUser.hex(NOWHERE));
    server.sql("UPDATE projects SET revision = revision + 1");
    server.send(Request.admin("DELETE", "/admin/users/" + NOBODY)).expect(204);
  }

  private record Pair(boolean isOfSignedInUser, Fault first, Fault second) {}

  private static Stream<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (boolean isOfSignedInUser : new boolean[] {false, true}) {
      List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
      if (!isOfSignedInUser) {
        faults.remove(Fault.BAD_ORIGIN); // the Admin API ignores origins
      }
      for (int i = 0; i < faults.size(); i++) {
        for (Fault second : faults.subList(i, faults.size())) {
          boolean sameField = faults.get(i) == Fault.BAD_ID && second == Fault.NO_CHANNEL;
          if (!sameField) { // an id is either malformed or unknown
            pairs.add(new Pair(isOfSignedInUser, faults.get(i), second));
          }
        }
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void returnsTheErrorOfTheFirstFault(Pair pair) {
    Draft draft = new Draft(pair.isOfSignedInUser());
    pair.second().effect.accept(draft);
    pair.first().effect.accept(draft);

    Answer answer = TestServer.get().send(draft.request());

    assertEquals(pair.first().expected, describe(answer, pair.first().expected), answer.body());
  }

  /** The response in the format of {@link Fault#expected}. */
  private static String describe(Answer answer, String expected) {
    String text = answer.status() + " " + answer.error().path("code").asText();
    if (expected.split(" ").length < 3) {
      return text;
    }
    String field = answer.details().path("fields").path(0).path("field").asText();
    String more =
        answer.details().path("resource").asText()
            + answer.details().path("reason").asText()
            + field.replaceFirst("\\..*", "");
    return text + " " + more;
  }
}
