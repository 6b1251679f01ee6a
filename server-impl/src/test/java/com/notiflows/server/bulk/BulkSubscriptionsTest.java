package com.notiflows.server.bulk;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.endpoints.Subscription;
import com.notiflows.server.endpoints.SubscriptionValidator.Sent;
import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.spec.TokenPolicy;
import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.World;
import com.notiflows.server.write.Rows;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Subscriptions in bulk writes and imports, without a database. */
class BulkSubscriptionsTest {

  private static final Channel WEB_PUSH = webPush(TokenPolicy.PRESET);
  private static final Channel CAPPED =
      webPush(new TokenPolicy(Optional.empty(), Optional.of(2), Optional.of(TokenOverflow.EVICT)));
  private static final ProjectSnapshot PROJECT =
      new ProjectSnapshot(
          World.PROJECT,
          1,
          ProjectService.SecurityMode.ON,
          Optional.empty(),
          false,
          KEY,
          Map.of(),
          Map.of(),
          Map.of(),
          Set.of(),
          Stream.of(WEB_PUSH, CAPPED, APNS)
              .collect(Collectors.toMap(Channel::id, channel -> channel)));

  private final BulkService service = new BulkService(World.SPEC);
  private final Rows rows = new Rows("ann", "bob");

  private static Channel webPush(TokenPolicy policy) {
    return new Channel(
        new UUID(6, policy.hashCode()),
        World.SPEC.providers().find("web_push").orElseThrow(),
        policy);
  }

  private static Sent sent(String name, String path) {
    String settings =
        "{'endpoint':'https://push.example.com/%s','p256dh':'%s','auth':'%s'}"
            .formatted(path, "B".repeat(87), "A".repeat(22));
    return new Sent(name, Json.of(settings));
  }

  private static BulkItem store(String user, Channel channel, Sent... sent) {
    return new BulkItem(
        user, channel.id().toString(), Optional.empty(), Optional.of(Arrays.asList(sent)));
  }

  private static BulkItem settings(String user, Channel channel, String settings) {
    return new BulkItem(
        user, channel.id().toString(), Optional.of(Json.of(settings)), Optional.empty());
  }

  private static BulkItem remove(String user, Channel channel) {
    return new BulkItem(user, channel.id().toString(), Optional.empty(), Optional.empty());
  }

  private BulkWritten restore(BulkItem... items) {
    return rows.done(service.restore(PROJECT, List.of(items)));
  }

  private static List<String> violations(BulkResult result) {
    List<FieldViolation> fields =
        Objects.requireNonNull(result.failure().orElseThrow().details().fields());
    return fields.stream().map(each -> each.field() + " " + each.reason().wireName()).toList();
  }

  @Test
  void resultsShowTheFinalState() {
    BulkWritten written =
        restore(
            store("ann", WEB_PUSH, sent("a", "1"), sent("b", "2")),
            store("bob", WEB_PUSH, sent("c", "1")),
            remove("ann", CAPPED));

    assertEquals(1, written.tokensMoved());
    BulkResult first = written.results().get(0);
    assertEquals(
        List.of("b"),
        first.subscriptions().orElseThrow().stream().map(Subscription::identifier).toList());
    assertEquals(List.of(rows.user("ann").id()), first.users());
    assertEquals(ErrorCode.NOT_FOUND, written.results().get(2).failure().orElseThrow().code());

    BulkWritten removed = restore(remove("ann", WEB_PUSH), remove("bob", WEB_PUSH));
    assertTrue(removed.results().stream().allMatch(BulkResult::isRemoval));
    assertTrue(rows.places().isEmpty());
  }

  @Test
  void everyViolationHasItsPath() {
    Sent bad = new Sent("x", Json.of("{'endpoint':'http://push.example.com/'}"));
    BulkWritten written =
        restore(
            store("ann", WEB_PUSH, sent("a", "1"), bad),
            store("ann", APNS, sent("a", "1")),
            settings("bob", WEB_PUSH, "{'device_tokens':['t']}"),
            store("ann", CAPPED, sent("a", "1"), sent("b", "2"), sent("c", "3")));

    List<BulkResult> results = written.results();
    assertEquals(
        List.of(
            "items[0].subscriptions[1].settings.auth required",
            "items[0].subscriptions[1].settings.endpoint invalid_format",
            "items[0].subscriptions[1].settings.p256dh required"),
        violations(results.get(0)).stream().sorted().toList());
    assertEquals(List.of("items[1].subscriptions not_supported"), violations(results.get(1)));
    assertEquals(List.of("items[2].settings not_supported"), violations(results.get(2)));
    assertEquals(List.of("items[3].subscriptions too_many"), violations(results.get(3)));
    assertTrue(rows.places().isEmpty());
  }

  @Test
  void duplicatesCountOnceTowardsTheCap() {
    restore(store("ann", CAPPED, sent("a", "1"), sent("b", "2"), sent("c", "1")));

    assertEquals(
        List.of("https://push.example.com/1", "https://push.example.com/2"),
        rows.identifiers("ann", CAPPED.id()));
  }

  @Test
  void restoreAcceptsAnEmptyListAndCreatesOnlyUsersOfValidItems() {
    BulkWritten written =
        restore(store("new", WEB_PUSH), store("wrong", WEB_PUSH, new Sent("x", Json.of("{}"))));

    assertEquals(List.of(), written.results().get(0).subscriptions().orElseThrow());
    assertTrue(rows.hasUser("new"));
    assertFalse(rows.hasUser("wrong"));
    assertEquals(
        3, violations(written.results().get(1)).size(), "does not report the missing user");
  }

  private List<String> shape(String list) {
    JsonNode tree = Json.of(list);
    return service.violations("ann", WEB_PUSH.id().toString(), tree).stream()
        .map(each -> each.field() + " " + each.reason().wireName())
        .sorted()
        .toList();
  }

  @Test
  void importIsValidatedLikeARequest() {
    assertEquals(List.of(), shape("[]"));
    assertEquals(List.of(), shape("[{'identifier':'a','settings':{}}]"));
    assertEquals(
        List.of(
            "subscriptions[0].identifier required",
            "subscriptions[0].settings required",
            "subscriptions[1] invalid_type",
            "subscriptions[2].id unknown_field",
            "subscriptions[2].identifier too_short",
            "subscriptions[2].settings invalid_type"),
        shape("[{},1,{'identifier':'','settings':[],'id':1}]"));
    String many = String.join(",", Collections.nCopies(101, "{}"));
    assertEquals(List.of("subscriptions too_many"), shape("[" + many + "]"));
  }
}
