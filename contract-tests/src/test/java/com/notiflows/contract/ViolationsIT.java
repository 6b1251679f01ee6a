package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.BodyPlaces.Place;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.spec.BundledSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The number of reported violations is limited, and so is the time to find them. */
class ViolationsIT {

  /** Detects a hang and tolerates a slow machine. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final int ROOM = BundledSpec.load().limits().bodyBytes() - 200;
  private static final String MORE = "More than 100 fields are invalid.";

  private final TestServer server = TestServer.get();

  private static String list(String entry) {
    return "[" + (entry + ",").repeat((ROOM - entry.length()) / (entry.length() + 1)) + entry + "]";
  }

  private static String keys(String value) {
    return IntStream.range(0, 40_000)
        .mapToObj(i -> "\"k" + i + "\":" + value)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private Answer send(Place place, String value) {
    Request request = place.operation().bare(DemoProject.USER, DemoProject.APNS.toString());
    return assertTimeoutPreemptively(LONG, () -> server.send(request.json(place.body(value))));
  }

  private static Stream<Place> places() {
    return BodyPlaces.all().stream();
  }

  @ParameterizedTest
  @MethodSource("places")
  void violationsAreLimitedInAllFields(Place place) {
    for (String value :
        List.of(
            list("{}"),
            list("\"\\ud800\""),
            keys("\"\\ud800\""),
            '"' + "\\ud800".repeat(ROOM / 6) + '"')) {
      Answer answer = send(place, value).expect(422, "validation_failed");
      int listed = answer.violations().size();
      String message = answer.error().path("message").asText();
      assertTrue(listed < 100 ? !message.equals(MORE) : listed == 100, message);
    }
  }

  private static Stream<Place> limitedLists() {
    return places()
        .filter(place -> place.schema().has("maxItems"))
        .filter(
            place ->
                !place
                    .name()
                    .contains(".settings.")); // their limit depends on the provider, see below
  }

  @ParameterizedTest
  @MethodSource("limitedLists")
  void tooLongListIsOneViolation(Place place) {
    List<String> violations = send(place, list("{}")).expect(422).violations();

    assertEquals(1, violations.stream().filter(v -> v.endsWith(" too_many")).count());
    assertTrue(violations.size() < 5, violations::toString);
  }

  @Test
  void tooLongTokenListIsOneViolationInAllOperations() {
    String tokens = Json.of("{'device_tokens':%s}", list("\"\""));
    String body = Json.of("{'settings':%s}", tokens);
    String apns = DemoProject.APNS.toString();
    String item =
        Json.of("{'user_id':'%s','channel_id':'%s','settings':%s}", DemoProject.USER, apns, tokens);
    String ofUser = Json.of("{'channel_id':'%s','settings':%s}", apns, tokens);
    List<Request> requests =
        List.of(
            Request.put(settingsOf(apns), body),
            Request.signedIn(DemoProject.USER, "PUT", "/user/channels/" + apns + "/settings")
                .json(body),
            Request.put("/admin/users/u", Json.of("{'channel_settings':[%s]}", ofUser)),
            Request.admin("POST", "/admin/channel-settings/bulk")
                .json(Json.of("{'mode':'atomic','items':[%s]}", item)));
    for (Request request : requests) {
      Answer answer = assertTimeoutPreemptively(LONG, () -> server.send(request));
      List<String> violations = answer.expect(422).violations();
      assertEquals(1, violations.size(), violations::toString);
      assertTrue(violations.get(0).endsWith("settings.device_tokens too_many"), answer::body);
    }
  }

  @Test
  void bulkListsAtMost100ViolationsButOneForEachItem() {
    String tokens = Json.array(Collections.nCopies(70, ""));
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      server.send(Request.put("/admin/users/listed-" + i, "{}"));
      items.add(
          Json.of(
              "{'user_id':'listed-%d','channel_id':'%s','settings':{'device_tokens':%s}}",
              i, DemoProject.APNS, tokens));
    }
    Request bulk = Request.admin("POST", "/admin/channel-settings/bulk");
    String body = Json.of("{'mode':'%%s','items':%s}", items);

    Answer partial = server.send(bulk.json(body.formatted("partial"))).expect(200);
    assertEquals(70, listed(partial, 0));
    assertEquals("70 fields are invalid.", message(partial, 0));
    assertEquals(30, listed(partial, 1));
    assertEquals("More than 30 fields are invalid.", message(partial, 1));
    assertEquals(1, listed(partial, 3));
    assertEquals("More than 1 field is invalid.", message(partial, 3));

    Answer atomic = server.send(bulk.json(body.formatted("atomic"))).expect(422);
    assertEquals(100, atomic.violations().size());
    assertEquals(MORE, atomic.error().path("message").asText());
    assertEquals(
        "items[1].settings.device_tokens[29] too_short", atomic.violations().get(99), "in order");
  }

  private static int listed(Answer answer, int item) {
    return answer.json().at("/items/" + item + "/error/details/fields").size();
  }

  private static String message(Answer answer, int item) {
    return answer.json().at("/items/" + item + "/error/message").asText();
  }
}
