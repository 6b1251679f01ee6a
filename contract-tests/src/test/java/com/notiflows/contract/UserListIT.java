package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.spec.BundledSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pagination and filters of the list of users. */
class UserListIT {

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Projects.Tenant tenant = projects.create("list");

  @Test
  void emptyListHasNoCursors() {
    JsonNode page = page("").expect(200).json();

    assertEquals(
        """
        {"items":[],"page":{"after":null,"before":null,"has_more_after":false,\
        "has_more_before":false,"limit":25}}\
        """,
        page.toString());
  }

  @Test
  void pagesForwardAndBackward() {
    List<String> newestFirst = create(23);

    List<String> forwards = new ArrayList<>();
    JsonNode page = page("?limit=5").expect(200).json();
    assertTrue(page.at("/page/before").isNull());
    while (true) {
      forwards.addAll(page.path("items").findValuesAsText("external_id"));
      if (page.at("/page/after").isNull()) {
        break;
      }
      page = page("?limit=5&after=" + page.at("/page/after").asText()).expect(200).json();
      assertTrue(page.at("/page/has_more_before").asBoolean());
    }
    assertEquals(newestFirst, forwards);

    List<String> backwards = new ArrayList<>(reversed(page));
    while (!page.at("/page/before").isNull()) {
      page = page("?limit=5&before=" + page.at("/page/before").asText()).expect(200).json();
      backwards.addAll(reversed(page));
    }
    assertEquals(reversed(newestFirst), backwards);
    assertFalse(page.at("/page/has_more_before").asBoolean());
  }

  @Test
  void limitsThePageSizeInBytes() {
    String text = "x".repeat(60_000);
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String field = i % 2 == 0 ? "custom_fields" : "preferences";
      String body = Json.of("{'%s':{'text':'%s'}}", field, text);
      server.send(tenant.put("/admin/users/large-" + i, body)).expect(201);
      newestFirst.add(0, "large-" + i);
    }

    List<String> forwards = new ArrayList<>();
    String after = "";
    int pages = 0;
    JsonNode page;
    do {
      Answer answer = page("?limit=1000" + after).expect(200);
      assertTrue(answer.body().length() < 1_200_000, "a page ends at about 1 MiB");
      page = answer.json();
      forwards.addAll(page.path("items").findValuesAsText("external_id"));
      after = "&after=" + page.at("/page/after").asText();
      pages++;
    } while (page.at("/page/has_more_after").asBoolean());
    assertEquals(newestFirst, forwards);
    assertEquals(3, pages);

    String before = page.at("/page/before").asText();
    JsonNode back = page("?limit=1000&before=" + before).expect(200).json();
    assertEquals(newestFirst.subList(17, 34), back.path("items").findValuesAsText("external_id"));
    assertTrue(back.at("/page/has_more_before").asBoolean());
  }

  @Test
  void cursorsSurviveInsertsAndDeletes() {
    List<String> newestFirst = create(12);
    JsonNode first = page("?limit=4").json();
    String after = first.at("/page/after").asText();
    for (String gone : newestFirst.subList(2, 5)) { // including the user at the cursor
      server.send(tenant.request("DELETE", "/admin/users/" + gone)).expect(204);
    }
    server.send(tenant.put("/admin/users/late", "{}")).expect(201);

    JsonNode second = page("?limit=4&after=" + after).expect(200).json();

    assertEquals(newestFirst.subList(5, 9), second.path("items").findValuesAsText("external_id"));
    JsonNode back = page("?limit=9&before=" + second.at("/page/before").asText()).json();
    assertEquals(
        List.of("late", newestFirst.get(0), newestFirst.get(1)),
        back.path("items").findValuesAsText("external_id"));
  }

  @Test
  void emptyPageHasACursorBack() {
    List<String> newestFirst = create(6);
    JsonNode second =
        page("?limit=2&after=" + page("?limit=2").json().at("/page/after").asText()).json();
    for (String gone : newestFirst.subList(4, 6)) {
      server.send(tenant.request("DELETE", "/admin/users/" + gone)).expect(204);
    }

    JsonNode empty = page("?limit=2&after=" + second.at("/page/after").asText()).expect(200).json();

    assertEquals(0, empty.path("items").size());
    assertFalse(empty.at("/page/has_more_after").asBoolean());
    assertEquals(
        newestFirst.subList(2, 4), ids("?limit=2&before=" + empty.at("/page/before").asText()));

    for (String gone : newestFirst.subList(0, 2)) {
      server.send(tenant.request("DELETE", "/admin/users/" + gone)).expect(204);
    }
    JsonNode top = page("?limit=2&before=" + second.at("/page/before").asText()).expect(200).json();
    assertEquals(0, top.path("items").size());
    assertFalse(top.at("/page/has_more_before").asBoolean());
    assertEquals(
        newestFirst.subList(2, 4), ids("?limit=2&after=" + top.at("/page/after").asText()));
  }

  @Test
  void filtersByCreationTime() {
    List<String> newestFirst = create(3);
    JsonNode all = page("").json().path("items");
    String middle = all.get(1).path("created_at").asText();

    assertEquals(newestFirst.subList(0, 1), ids("?created_after=" + middle));
    assertEquals(newestFirst.subList(2, 3), ids("?created_before=" + middle));
    assertEquals(List.of(), ids("?created_before=" + middle + "&created_after=" + middle));
    assertEquals(newestFirst, ids("?created_after=2020-01-01T02:00:00%2B02:00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2020-01-01",
        "2020-01-01T02:00:00",
        "2020-01-01T02:00",
        "2020-01-01t02:00:00z",
        "2020-01-01T02:00:00.123456789123Z",
        "2020-12-31T23:59:60Z",
        "2020-01-01T02:00:00%2B23:59",
        "2020-01-01T02:00:00-23:59",
        "20200101T020000Z",
        "0000-01-01"
      })
  void acceptsIso8601Times(String time) {
    List<String> newestFirst = create(2);

    assertEquals(newestFirst, ids("?created_after=" + time));
    assertEquals(List.of(), ids("?created_before=" + time));
    String later = time.replaceFirst("^....", "9998");
    assertEquals(newestFirst, ids("?created_before=" + later));
    assertEquals(List.of(), ids("?created_after=" + later));
  }

  @Test
  void dateMeansStartOfDayInUtc() {
    create(1);
    server.sql(
        "UPDATE users SET created_at = '2026-11-26 00:00:00.000000' WHERE project_id = x'%s'"
            .formatted(tenant.id().toString().replace("-", "")));

    assertEquals(List.of(), ids("?created_after=2026-11-26"));
    assertEquals(List.of("u0"), ids("?created_after=2026-11-25"));
    assertEquals(List.of(), ids("?created_before=2026-11-26"));
    assertEquals(List.of("u0"), ids("?created_before=2026-11-27"));
    assertEquals(List.of("u0"), ids("?created_before=2026-11-26T00:00:00.0000019"));
    assertEquals(List.of(), ids("?created_before=2026-11-26T00:00:00.0000009"));
  }

  @Test
  void afterWinsOverBefore() {
    List<String> newestFirst = create(9);
    JsonNode second =
        page("?limit=3&after=" + page("?limit=3").json().at("/page/after").asText()).json();
    String after = second.at("/page/after").asText();
    String before = second.at("/page/before").asText();

    JsonNode third = page("?limit=3&before=" + before + "&after=" + after).expect(200).json();

    assertEquals(newestFirst.subList(6, 9), third.path("items").findValuesAsText("external_id"));
    assertEquals(page("?limit=3&after=" + after).body(), third.toString());
  }

  @Test
  void includesChannelSettings() {
    UUID channel = projects.channel(tenant, "slack");
    for (String user : List.of("a", "b")) {
      String body =
          """
          {"channel_settings": [{"channel_id": "%s", "settings": {"slack_user_id": "U%s"}}]}
          """;
      server.send(tenant.put("/admin/users/" + user, body.formatted(channel, user))).expect(201);
    }

    assertEquals(List.of("Ub", "Ua"), page("").json().findValuesAsText("slack_user_id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=abc",
        "limit=1.5",
        "limit=",
        "limit=5&limit=5",
        "limit=99999999999999999999",
        "after=",
        "after=made-up",
        "after=AAAA",
        "created_after=yesterday",
        "created_before=2020-13-01T00:00:00Z",
        "created_before=",
        "created_before=2020-01-01T00:00:00%2B24:00",
        "created_before=2020-01-01T12:00:60Z",
        "created_before=9999-12-31T23:59:59-00:01",
        "created_after=0000-01-01T00:00:00%2B00:01",
        "created_after=2020-01-01T00:00:00.11111111112222222222333333333344444444445555555555Z",
        "before=%C3%A9"
      })
  void rejectsInvalidParameters(String query) {
    String param = query.substring(0, query.indexOf('='));

    page("?" + query)
        .expect(400, "bad_request")
        .detail("reason", "invalid_param")
        .detail("param", param);
  }

  @Test
  void rejectsTextThatIsNoCursor() {
    create(3);
    String cursor = page("?limit=1").json().at("/page/after").asText();
    String far = "_".repeat(cursor.length());
    for (String text : List.of("a", cursor + cursor, cursor.substring(4), far)) {
      page("?after=" + text).expect(400, "bad_request").detail("param", "after");
      page("?before=" + text).expect(400, "bad_request").detail("param", "before");
    }
    page("?after=" + cursor).expect(200);
  }

  @Test
  void cursorsOfOtherProjectsShowOnlyUsersOfTheCaller() {
    create(3);
    String cursor = page("?limit=1").json().at("/page/after").asText();
    Projects.Tenant stranger = projects.create("stranger");
    server.send(stranger.put("/admin/users/own", "{}")).expect(201);
    for (String direction : List.of("after", "before")) {
      Answer answer =
          server
              .send(stranger.request("GET", "/admin/users?" + direction + "=" + cursor))
              .expect(200);
      for (JsonNode item : answer.json().path("items")) {
        assertEquals("own", item.path("external_id").asText());
      }
    }
  }

  /** A constructed cursor at the ends of time, where the page is empty and has a cursor back. */
  @Test
  void cursorsAtTheEndsOfTimeAreAccepted() {
    create(1);
    String first = "A".repeat(32);
    page("?after=" + first).expect(200);
    page("?before=" + first).expect(200);
  }

  private List<String> create(int count) {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      server.send(tenant.put("/admin/users/u" + i, "{}")).expect(201);
      newestFirst.add(0, "u" + i);
    }
    return newestFirst;
  }

  private Answer page(String query) {
    return server.send(tenant.request("GET", "/admin/users" + query));
  }

  private List<String> ids(String query) {
    return page(query).expect(200).json().path("items").findValuesAsText("external_id");
  }

  private static List<String> reversed(JsonNode page) {
    return reversed(page.path("items").findValuesAsText("external_id"));
  }

  private static List<String> reversed(List<String> ids) {
    List<String> reversed = new ArrayList<>(ids);
    Collections.reverse(reversed);
    return reversed;
  }
}
