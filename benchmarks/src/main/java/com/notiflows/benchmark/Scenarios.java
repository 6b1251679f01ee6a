package com.notiflows.benchmark;

import com.notiflows.benchmark.jdbc.JdbcKind;
import com.notiflows.benchmark.load.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The requests that are measured. */
final class Scenarios {

  private static final String SETTINGS = "/admin/users/{user}/channel-settings/";
  private static final int BULK_ITEMS = 100;
  private static final String BULK_ITEM =
      """
      {"user_id":"{next_user}","channel_id":"{ios}","settings":{"device_tokens":["{new_token}"]}}""";

  static final Scenario PUT_NEW =
      new Scenario(
          "putNew",
          "PUT of a new token",
          "PUT",
          SETTINGS + "{ios}",
          """
          {"settings":{"device_tokens":["{new_token}"]}}""",
          false,
          1,
          JdbcKind.SAME_WORK.id());

  static final Scenario PUT_UNCHANGED =
      new Scenario(
          "putUnchanged",
          "PUT of an unchanged token",
          "PUT",
          SETTINGS + "{android}",
          """
          {"settings":{"device_tokens":["{known_token}"]}}""",
          false,
          1,
          JdbcKind.UPSERT.id());

  static final Scenario PATCH_ADD =
      new Scenario(
          "patchAdd",
          "PATCH that adds a token",
          "PATCH",
          SETTINGS + "{expo}",
          """
          {"device_tokens":{"add":["{new_token}"]}}""",
          false,
          1,
          "");

  static final Scenario PUT_SLACK =
      new Scenario(
          "putSlack",
          "PUT of a Slack user",
          "PUT",
          SETTINGS + "{slack}",
          """
          {"settings":{"slack_user_id":"{slack_id}"}}""",
          false,
          1,
          JdbcKind.UPSERT.id());

  static final Scenario BULK =
      new Scenario(
          "bulk",
          "Bulk of " + BULK_ITEMS + " new tokens",
          "POST",
          "/admin/channel-settings/bulk",
          """
          {"mode":"atomic","items":[%s]}"""
              .formatted(String.join(",", Collections.nCopies(BULK_ITEMS, BULK_ITEM))),
          false,
          BULK_ITEMS,
          JdbcKind.SAME_WORK.id());

  static final Scenario GET =
      new Scenario(
          "get", "GET", "GET", SETTINGS + "{android}", "", false, 1, JdbcKind.LOOK_UP.id());

  static final Scenario LIST =
      new Scenario(
          "list",
          "List of a user's settings",
          "GET",
          "/admin/users/{user}/channel-settings",
          "",
          false,
          1,
          "");

  static final List<Scenario> WRITES = List.of(PUT_NEW, PUT_UNCHANGED, PATCH_ADD, PUT_SLACK, BULK);

  /** All scenarios. Writes have a variant with an idempotency key. */
  static final List<Scenario> ALL = all();

  private Scenarios() {}

  private static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (Scenario write : WRITES) {
      all.add(write);
      all.add(write.withKeys());
    }
    all.add(GET);
    all.add(LIST);
    return List.copyOf(all);
  }

  static Scenario named(String id) {
    return ALL.stream()
        .filter(scenario -> scenario.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no scenario "
                        + id
                        + ". There are "
                        + ALL.stream().map(Scenario::id).toList()));
  }
}
