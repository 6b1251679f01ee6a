package com.notiflows.server.endpoints;

import static com.notiflows.server.settings.Commands.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.endpoints.RetireEndpoints.Report;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.settings.Commands;
import com.notiflows.server.spec.TokenOwnership;
import com.notiflows.server.spec.TokenPolicy;
import com.notiflows.server.testing.World;
import com.notiflows.server.write.Rows;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules for replacing all subscriptions of a user, without a database. */
class PutSubscriptionsTest {

  private static final Channel WEB_PUSH = webPush(TokenPolicy.PRESET);
  private static final Channel SHARED =
      webPush(
          new TokenPolicy(Optional.of(TokenOwnership.SHARED), Optional.empty(), Optional.empty()));

  private final Rows rows = new Rows("ann", "bob");

  private static Channel webPush(TokenPolicy policy) {
    return new Channel(
        new UUID(5, policy.hashCode()),
        World.SPEC.providers().find("web_push").orElseThrow(),
        policy);
  }

  private static NewSubscription subscription(String name, String endpoint, String settings) {
    return new NewSubscription(UUID.randomUUID(), name, KEY.identifier(endpoint), settings);
  }

  /** Subscriptions given as {@code name=endpoint}. */
  private static PutSubscriptions put(String user, Channel channel, String... all) {
    List<NewSubscription> subscriptions =
        Arrays.stream(all)
            .map(each -> each.split("=", 2))
            .map(parts -> subscription(parts[0], parts[1], "{}"))
            .toList();
    return new PutSubscriptions(user, channel, NewSubscription.collapsed(subscriptions), false);
  }

  private String stored(String user, Channel channel) {
    return rows.of(user, channel.id()).live().stream()
        .map(
            each ->
                (each.subscription() == null ? "" : each.subscription().name())
                    + "="
                    + each.identifier().text())
        .collect(Collectors.joining(" "));
  }

  private static List<UUID> ids(PutSubscriptions.Stored stored) {
    return stored.subscriptions().stream().map(Subscription::id).toList();
  }

  @Test
  void putReplacesAllSubscriptions() {
    rows.done(put("ann", WEB_PUSH, "a=1", "b=2"));

    rows.later().done(put("ann", WEB_PUSH, "c=3", "b=2"));

    assertEquals("b=2 c=3", stored("ann", WEB_PUSH), "oldest first");
    rows.done(put("ann", WEB_PUSH));
    assertEquals("", stored("ann", WEB_PUSH));
    assertTrue(rows.of("ann", WEB_PUSH.id()).settings().isPresent());
  }

  @Test
  void repeatedPutChangesOnlyTheTimeOfTheLastRegistration() {
    PutSubscriptions.Stored first = rows.done(put("ann", WEB_PUSH, "a=1", "b=2"));

    PutSubscriptions.Stored again = rows.later().done(put("ann", WEB_PUSH, "b=2", "a=1"));

    assertEquals(first.subscriptions(), again.subscriptions());
    assertEquals(0, again.moved());
    assertEquals(rows.now(), rows.of("ann", WEB_PUSH.id()).live().get(0).lastSeenAt());
  }

  @Test
  void sameEndpointOrNameKeepsTheSubscriptionId() {
    List<UUID> before = ids(rows.done(put("ann", WEB_PUSH, "a=1", "b=2")));

    assertEquals(before, ids(rows.later().done(put("ann", WEB_PUSH, "b=1", "a=2"))), "swapped");
    assertEquals("b=1 a=2", stored("ann", WEB_PUSH));
    assertEquals(before, ids(rows.later().done(put("ann", WEB_PUSH, "b=3", "a=2"))), "renewed");
    assertEquals("b=3 a=2", stored("ann", WEB_PUSH));

    PutSubscriptions.Stored other = rows.later().done(put("ann", WEB_PUSH, "a=4", "c=2"));
    assertEquals(before.get(1), ids(other).get(0), "the endpoint takes precedence over the name");
    assertNotEquals(before.get(0), ids(other).get(1));
    assertEquals("c=2 a=4", stored("ann", WEB_PUSH));
    assertEquals(rows.now(), other.subscriptions().get(0).updatedAt());
  }

  @Test
  void duplicatesAreStoredOnce() {
    rows.done(put("ann", WEB_PUSH, "a=1", "b=2", "c=1", "b=3"));

    assertEquals("c=1 b=3", stored("ann", WEB_PUSH));
    rows.done(put("bob", WEB_PUSH, "a=8", "b=9", "a=9"));
    assertEquals("a=9", stored("bob", WEB_PUSH), "the endpoint of one, the name of another");
  }

  @Test
  void exclusiveEndpointsMoveToTheirNewUser() {
    rows.done(put("ann", WEB_PUSH, "a=1", "b=2", "c=3"));

    assertEquals(2, rows.later().done(put("bob", WEB_PUSH, "x=1", "y=3", "z=4")).moved());

    assertEquals("b=2", stored("ann", WEB_PUSH));
    assertEquals("x=1 y=3 z=4", stored("bob", WEB_PUSH));
    assertEquals(Set.of(), put("ann", SHARED, "a=1").needs().identifiers().get(SHARED.id()));
    rows.done(put("ann", SHARED, "a=1"));
    assertEquals(0, rows.done(put("bob", SHARED, "b=1")).moved());
    assertEquals("a=1", stored("ann", SHARED));
  }

  @Test
  void putEndsTheQuarantineOfListedEndpoints() {
    rows.done(put("ann", WEB_PUSH, "a=1", "b=2"));
    List<Report> reports =
        List.of(
            new Report(KEY.hash("1"), "unregistered", rows.now()),
            new Report(KEY.hash("2"), "unregistered", rows.now()));
    rows.done(Commands.retire(WEB_PUSH, reports));

    rows.later().done(put("ann", WEB_PUSH, "a=1"));

    assertEquals("a=1", stored("ann", WEB_PUSH));
    assertEquals(2, rows.of("ann", WEB_PUSH.id()).endpoints().size());
    restore("2");
    assertEquals("a=1 b=2", stored("ann", WEB_PUSH));
  }

  private List<StoredUser> restore(String endpoint) {
    return rows.done(
        new RestoreEndpoint(WEB_PUSH, KEY.hash(endpoint), "endpoint", Duration.ofDays(30), 100));
  }

  @Test
  void restoreDoesNotReplaceANewerEndpointOfTheSameName() {
    rows.done(put("ann", WEB_PUSH, "a=1"));
    rows.done(
        Commands.retire(WEB_PUSH, List.of(new Report(KEY.hash("1"), "unregistered", rows.now()))));
    rows.done(put("ann", WEB_PUSH, "a=2"));

    assertEquals(List.of(), restore("1"));

    assertEquals("a=2", stored("ann", WEB_PUSH));
  }

  @Test
  void replacementIsRejectedIfTheProjectRequiresPreconditions() {
    PutSubscriptions demanding =
        new PutSubscriptions("ann", WEB_PUSH, put("ann", WEB_PUSH, "a=1").subscriptions(), true);

    rows.done(demanding);

    assertEquals(ErrorCode.PRECONDITION_REQUIRED, rows.refused(demanding).code());
  }

  @Test
  void deleteRemovesAllSubscriptions() {
    rows.done(put("ann", WEB_PUSH, "a=1", "b=2"));

    rows.done(new DeleteSubscriptions("ann", WEB_PUSH));

    assertFalse(rows.of("ann", WEB_PUSH.id()).settings().isPresent());
    assertEquals(
        "channel_subscription",
        rows.refused(new DeleteSubscriptions("ann", WEB_PUSH)).details().resource());
    assertEquals(
        "user", rows.refused(new DeleteSubscriptions("eve", WEB_PUSH)).details().resource());
    assertEquals("user", rows.refused(put("eve", WEB_PUSH, "a=1")).details().resource());
  }

  @Test
  void toStringOmitsSecrets() {
    assertFalse((put("ann", WEB_PUSH, "secret=secret") + "").contains("secret"));
    assertFalse((EndpointService.Named.of(null, "secret") + "").contains("secret"));
    assertFalse(
        (new SubscriptionValidator.Sent("secret", JsonNodeFactory.instance.textNode("secret")) + "")
            .contains("secret"));
  }
}
