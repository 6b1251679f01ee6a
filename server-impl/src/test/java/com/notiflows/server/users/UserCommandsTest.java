package com.notiflows.server.users;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.SHARED;
import static com.notiflows.server.settings.Commands.SLACK;
import static com.notiflows.server.settings.Commands.access;
import static com.notiflows.server.settings.Commands.put;
import static com.notiflows.server.settings.Commands.tokenList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.World;
import com.notiflows.server.users.UserService.Upserted;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.Rows;
import com.notiflows.server.write.WriteCommand;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules of users, without a database. */
class UserCommandsTest {

  private final UserService service = new World().services().users();
  private final Rows rows = new Rows("ann", "bob");

  private WriteCommand<Upserted> upsert(String user, String update) {
    return service.upsert(access(false, user), user, Json.of(update));
  }

  private WriteCommand<UUID> delete(String user) {
    return service.delete(access(false, user));
  }

  private static String on(Channel channel, String settings) {
    return """
        {"channel_id":"%s","settings":%s}"""
        .formatted(channel.id(), settings);
  }

  private static String field(String name, String value) {
    return """
        {"%s":"%s"}"""
        .formatted(name, value);
  }

  private static String withSettings(String... settings) {
    return """
        {"channel_settings":[%s]}"""
        .formatted(String.join(",", settings));
  }

  @Test
  void aClockThatIsSetBackDoesNotDateAnUpdateBeforeTheLastOne() {
    rows.done(upsert("cyd", field("email", "a@example.com")));
    Instant created = rows.now();
    rows.at(created.minusSeconds(3600)).done(upsert("cyd", field("email", "b@example.com")));

    assertTrue(rows.profile("cyd").updatedAt().isAfter(created));
    assertEquals(created, rows.profile("cyd").createdAt());
  }

  @Test
  void newUserIsCreatedWithSettings() {
    rows.done(put("bob", APNS, "a", "b"));
    String slack =
        """
        {"slack_channel_id":"C0123456789"}""";

    Upserted written =
        rows.done(upsert("eve", withSettings(on(APNS, tokenList("a")), on(SLACK, slack))));

    assertTrue(written.isNew());
    assertEquals(1, written.tokensMoved());
    assertEquals(rows.user("eve").id(), written.user().id());
    assertEquals(rows.now(), written.user().createdAt());
    assertEquals(
        List.of(APNS.id(), SLACK.id()),
        written.user().settings().stream().map(ChannelSettings::channelId).sorted().toList());
    assertEquals(List.of("a"), rows.identifiers("eve", APNS.id()));
    assertEquals(List.of("b"), rows.identifiers("bob", APNS.id()));
  }

  @Test
  void updateIsMergedIntoTheProfile() {
    Instant created = rows.now();
    rows.done(
        upsert(
            "ann",
            """
            {
              "email": "a@example.com",
              "first_name": "Ann",
              "custom_fields": {"plan": "free", "deep": {"a": 1, "b": 2}}
            }
            """));

    Upserted written =
        rows.later()
            .done(
                upsert(
                    "ann",
                    """
                    {
                      "email": null,
                      "last_name": "Lee",
                      "custom_fields": {"plan": null, "deep": {"b": 3}}
                    }
                    """));

    assertFalse(written.isNew());
    Profile profile = written.user().profile();
    assertNull(profile.email());
    assertEquals("Ann", profile.firstName());
    assertEquals("Lee", profile.lastName());
    assertEquals(
        """
        {"deep":{"a":1,"b":3}}""",
        profile.customFields().toString());
    assertEquals(created, written.user().createdAt());
    assertEquals(rows.now(), written.user().updatedAt());
    assertEquals(profile, UserRows.profile(rows.profile("ann")));
  }

  @Test
  void updateWithoutChangesKeepsUpdatedAt() {
    String update =
        """
        {"first_name":"Ann","preferences":{"b":1,"a":2}}""";
    User first = rows.done(upsert("ann", update)).user();

    Upserted again = rows.later().done(upsert("ann", update));

    assertEquals(first, again.user());
    assertFalse(again.isNew());
    assertEquals(first, rows.later().done(upsert("ann", "{}")).user());
  }

  @Test
  void updateKeepsSettingsOfOtherChannels() {
    rows.done(put("ann", SHARED, "s"));

    Upserted written = rows.done(upsert("ann", withSettings(on(APNS, tokenList("a")))));

    assertEquals(2, written.user().settings().size());
    assertEquals(List.of("s"), rows.identifiers("ann", SHARED.id()));
  }

  @Test
  void mergedCustomFieldsOverTheLimitAreRejected() {
    String half = "x".repeat(World.SPEC.limits().customFieldsBytes() * 2 / 3);
    rows.done(
        upsert(
            "ann",
            """
            {"custom_fields":{"a":"%s"}}"""
                .formatted(half)));
    String more =
        """
        {"custom_fields":{"b":"%s"},"first_name":"Ann"}"""
            .formatted(half);

    List<FieldViolation> violations =
        Objects.requireNonNull(rows.refused(upsert("ann", more)).details().fields());

    assertEquals(List.of("custom_fields"), violations.stream().map(v -> v.field()).toList());
    assertNull(rows.profile("ann").firstName());
    rows.done(upsert("bob", more));
    rows.done(
        upsert(
            "ann",
            """
            {"custom_fields":{"a":null,"b":"%s"}}"""
                .formatted(half)));
  }

  @Test
  void rejectedSettingsRejectTheWholeUpdate() {
    rows.done(put("ann", APNS, "a"));
    String update =
        """
        {"first_name":"Ann","channel_settings":[%s,%s]}"""
            .formatted(on(SHARED, tokenList("s")), on(APNS, tokenList("b")));

    assertEquals(
        ErrorCode.PRECONDITION_REQUIRED,
        rows.refused(service.upsert(access(true, "ann"), "ann", Json.of(update))).code());

    assertFalse(rows.of("ann", SHARED.id()).settings().isPresent());
    assertNull(rows.profile("ann").firstName());
    rows.done(service.upsert(access(true, "eve"), "eve", Json.of(update)));
  }

  @Test
  void invalidUpdateCreatesNoUser() {
    assertEquals(
        ErrorCode.VALIDATION_FAILED,
        rows.refused(upsert("eve", withSettings(on(APNS, "{}")))).code());
    assertEquals(
        ErrorCode.VALIDATION_FAILED,
        rows.refused(upsert("eve", field("external_id", "ann"))).code());

    assertFalse(rows.hasUser("eve"));
  }

  @Test
  void deleteRemovesTheUserWithAllSettings() {
    rows.done(put("ann", APNS, "a"));
    rows.done(put("ann", SHARED, "s"));
    rows.done(put("bob", SHARED, "s"));
    UUID id = rows.user("ann").id();

    assertEquals(id, rows.done(delete("ann")));

    assertFalse(rows.hasUser("ann"));
    assertTrue(rows.places().stream().noneMatch(place -> place.place().userId().equals(id)));
    assertEquals(List.of("s"), rows.identifiers("bob", SHARED.id()));
    assertEquals("user", rows.refused(delete("ann")).details().resource());
  }

  @Test
  void userCreatedAfterADeleteIsNew() {
    rows.done(upsert("ann", withSettings(on(APNS, tokenList("a")))));
    UUID old = rows.user("ann").id();

    List<Outcome<?>> outcomes =
        rows.later()
            .runTogether(
                List.of(
                    delete("ann"),
                    delete("ann"),
                    upsert("ann", withSettings(on(SHARED, tokenList("s"))))));

    assertTrue(outcomes.get(1) instanceof Outcome.Rejected, "removed once");
    Upserted back = (Upserted) ((Outcome.Done<?>) outcomes.get(2)).value();
    assertTrue(back.isNew());
    assertNotEquals(old, rows.user("ann").id());
    assertEquals(1, back.user().settings().size());
    assertFalse(rows.of("ann", APNS.id()).settings().isPresent());
    assertEquals(rows.now(), rows.profile("ann").createdAt());
  }

  @Test
  void tokenOfADeletedUserIsNotCountedAsMoved() {
    rows.done(put("bob", APNS, "a"));

    List<Outcome<?>> outcomes =
        rows.runTogether(
            List.of(delete("bob"), upsert("eve", withSettings(on(APNS, tokenList("a"))))));

    assertEquals(0, ((Upserted) ((Outcome.Done<?>) outcomes.get(1)).value()).tokensMoved());
    assertEquals(List.of("a"), rows.identifiers("eve", APNS.id()));
  }

  /** The first of two commands creates the user; the second one updates it. */
  @Test
  void secondCreateInABatchUpdatesTheUser() {
    List<Outcome<?>> outcomes =
        rows.runTogether(
            List.of(
                upsert("eve", field("first_name", "Eve")),
                upsert("eve", field("last_name", "Lee"))));

    Upserted first = (Upserted) ((Outcome.Done<?>) outcomes.get(0)).value();
    Upserted second = (Upserted) ((Outcome.Done<?>) outcomes.get(1)).value();
    assertTrue(first.isNew());
    assertFalse(second.isNew());
    assertEquals(first.user().id(), second.user().id());
    assertEquals("Eve", second.user().profile().firstName());
    assertEquals(first.user().id(), rows.user("eve").id());
    assertEquals("Lee", rows.profile("eve").lastName());
  }

  /** A batch of updates stores the same as its updates one by one. */
  @Test
  void batchesEqualSingleUpdates() {
    Random random = new Random(17);
    String[] fields = {"first_name", "last_name", "locale"};
    for (int round = 0; round < 100; round++) {
      Rows together = new Rows("ann");
      Rows alone = new Rows("ann");
      List<WriteCommand<?>> commands =
          random
              .ints(8, 0, 60)
              .<WriteCommand<?>>mapToObj(
                  n -> {
                    String user = n % 2 == 0 ? "ann" : "eve";
                    return n < 6 ? delete(user) : upsert(user, field(fields[n % 3], "v" + n / 6));
                  })
              .toList();

      List<Outcome<?>> outcomes = together.runTogether(commands);

      for (int i = 0; i < commands.size(); i++) {
        assertEquals(summary(alone.run(commands.get(i))), summary(outcomes.get(i)));
      }
      for (String user : List.of("ann", "eve")) {
        assertEquals(alone.hasUser(user), together.hasUser(user));
        if (alone.hasUser(user)) {
          assertEquals(
              UserRows.profile(alone.profile(user)), UserRows.profile(together.profile(user)));
        }
      }
    }
  }

  private static Object summary(Outcome<?> outcome) {
    return outcome.switchOn(
        value -> value instanceof Upserted written ? written.user().profile() : value,
        error -> error.code());
  }
}
