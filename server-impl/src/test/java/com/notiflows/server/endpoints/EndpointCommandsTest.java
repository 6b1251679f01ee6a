package com.notiflows.server.endpoints;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.KEY;
import static com.notiflows.server.settings.Commands.SHARED;
import static com.notiflows.server.settings.Commands.capped;
import static com.notiflows.server.settings.Commands.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.endpoints.RetireEndpoints.Report;
import com.notiflows.server.endpoints.RetireEndpoints.Result;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.settings.Commands;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.spec.TokenOwnership;
import com.notiflows.server.spec.TokenPolicy;
import com.notiflows.server.testing.World;
import com.notiflows.server.write.Rows;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules of feedback, expiry, quarantine and subscriptions, without a database. */
class EndpointCommandsTest {

  private static final Duration QUARANTINE = Duration.ofDays(30);
  private static final Channel WEB_PUSH = webPush(TokenPolicy.PRESET);

  private final Rows rows = new Rows("ann", "bob");

  private static Channel webPush(TokenPolicy policy) {
    return new Channel(
        new UUID(4, policy.hashCode()),
        World.SPEC.providers().find("web_push").orElseThrow(),
        policy);
  }

  private RetireEndpoints report(String token, String outcome) {
    return Commands.retire(APNS, List.of(new Report(KEY.hash(token), outcome, rows.now())));
  }

  private List<String> restore(Channel channel, String token) {
    return rows.done(restoration(channel, token)).stream().map(StoredUser::externalId).toList();
  }

  private static RestoreEndpoint restoration(Channel channel, String token) {
    return new RestoreEndpoint(channel, KEY.hash(token), "device_token", QUARANTINE, 100);
  }

  @Test
  void retiredTokenLeavesTheListAndCanBeRestored() {
    rows.done(put("ann", APNS, "a", "b"));

    assertEquals(List.of(Result.RETIRED), rows.done(report("a", "unregistered")));

    assertEquals(List.of("b"), rows.identifiers("ann", APNS.id()));
    assertEquals(List.of("ann"), restore(APNS, "a"));
    assertEquals(List.of("b", "a"), rows.identifiers("ann", APNS.id()));
    assertEquals(List.of("ann"), restore(APNS, "a"), "again");
  }

  @Test
  void reportOlderThanTheRegistrationIsIgnored() {
    rows.done(put("ann", APNS, "a"));
    RetireEndpoints old = report("a", "unregistered");
    rows.later().done(put("ann", APNS, "a"));

    assertEquals(List.of(Result.REGISTERED_SINCE), rows.done(old));
    assertEquals(List.of("a"), rows.identifiers("ann", APNS.id()));
  }

  @Test
  void otherOutcomesDoNotRetireTheToken() {
    rows.done(put("ann", APNS, "a"));

    assertEquals(List.of(Result.KEPT), rows.done(report("a", "throttled")));
    assertEquals(List.of(Result.UNKNOWN), rows.done(report("other", "unregistered")));
    assertEquals(List.of("a"), rows.identifiers("ann", APNS.id()));
  }

  @Test
  void sharedTokenIsRetiredAndRestoredForAllItsUsers() {
    rows.done(put("ann", SHARED, "a"));
    rows.done(put("bob", SHARED, "a"));

    rows.done(Commands.retire(SHARED, List.of(new Report(KEY.hash("a"), "invalid", rows.now()))));
    assertEquals(List.of(), rows.identifiers("ann", SHARED.id()));
    assertEquals(List.of(), rows.identifiers("bob", SHARED.id()));

    assertEquals(List.of("ann", "bob"), restore(SHARED, "a"));
  }

  @Test
  void restoreDoesNotTakeATokenFromItsNewOwner() {
    rows.done(put("ann", APNS, "a"));
    rows.done(report("a", "invalid"));
    rows.done(put("bob", APNS, "a"));

    assertEquals(List.of("bob"), restore(APNS, "a"));
    assertEquals(List.of(), rows.identifiers("ann", APNS.id()));
  }

  @Test
  void restoreFailsAfterTheQuarantine() {
    rows.done(put("ann", APNS, "a"));
    rows.done(report("a", "invalid"));

    rows.at(rows.now().plus(QUARANTINE).plusSeconds(1));

    assertEquals(ErrorCode.NOT_FOUND, rows.refused(restoration(APNS, "a")).code());
  }

  @Test
  void restoreIntoAFullListRequiresEviction() {
    Channel one = capped(1, TokenOverflow.REJECT);
    rows.done(put("ann", one, "a"));
    rows.done(Commands.retire(one, List.of(new Report(KEY.hash("a"), "invalid", rows.now()))));
    rows.done(put("ann", one, "b"));
    assertEquals(ErrorCode.VALIDATION_FAILED, rows.refused(restoration(one, "a")).code());

    Channel evicting =
        new Channel(
            one.id(),
            one.provider(),
            new TokenPolicy(Optional.empty(), Optional.of(1), Optional.of(TokenOverflow.EVICT)));
    assertEquals(List.of("ann"), restore(evicting, "a"));
    assertEquals(List.of("a"), rows.identifiers("ann", one.id()));
  }

  @Test
  void unseenEndpointsExpire() {
    rows.done(put("ann", APNS, "old"));
    rows.later().done(put("bob", APNS, "young"));
    ExpireEndpoints command =
        new ExpireEndpoints(APNS.id(), Set.of(KEY.hash("old"), KEY.hash("young")), rows.now(), 100);

    assertEquals(1, rows.done(command));

    assertEquals(List.of(), rows.identifiers("ann", APNS.id()));
    assertEquals(List.of("young"), rows.identifiers("bob", APNS.id()));
    Endpoint retired = rows.of("ann", APNS.id()).endpoints().get(0);
    assertEquals("expired", retired.retirement() == null ? "" : retired.retirement().reason());
  }

  private static AddSubscription subscribe(
      String user, Channel channel, String name, String endpoint, String keys) {
    return new AddSubscription(
        user,
        channel,
        new NewSubscription(UUID.randomUUID(), name, KEY.identifier(endpoint), keys),
        100);
  }

  private static AddSubscription subscribe(String user, Channel channel, String endpoint) {
    return subscribe(user, channel, endpoint, endpoint, "{}");
  }

  @Test
  void sameEndpointOrNameUpdatesTheSubscription() {
    AddSubscription.Added first = rows.done(subscribe("ann", WEB_PUSH, "https://p/1"));
    assertTrue(first.isNew());

    AddSubscription.Added again = rows.later().done(subscribe("ann", WEB_PUSH, "https://p/1"));
    assertFalse(again.isNew());
    assertEquals(first.subscription(), again.subscription());

    AddSubscription.Added renamed =
        rows.later().done(subscribe("ann", WEB_PUSH, "laptop", "https://p/1", "{}"));
    assertFalse(renamed.isNew());
    assertEquals(first.subscription().id(), renamed.subscription().id());
    assertEquals("laptop", renamed.subscription().identifier());
    assertEquals(rows.now(), renamed.subscription().updatedAt());

    AddSubscription.Added moved =
        rows.later().done(subscribe("ann", WEB_PUSH, "laptop", "https://p/2", "{}"));
    assertEquals(first.subscription().id(), moved.subscription().id());
    assertEquals(List.of("https://p/2"), rows.identifiers("ann", WEB_PUSH.id()));
  }

  @Test
  void exclusiveEndpointMovesToItsNewUser() {
    rows.done(subscribe("bob", WEB_PUSH, "https://p/1"));

    assertEquals(1, rows.done(subscribe("ann", WEB_PUSH, "https://p/1")).moved());
    assertEquals(List.of(), rows.identifiers("bob", WEB_PUSH.id()));

    Channel shared =
        webPush(
            new TokenPolicy(
                Optional.of(TokenOwnership.SHARED), Optional.empty(), Optional.empty()));
    rows.done(subscribe("bob", shared, "https://p/1"));
    assertEquals(0, rows.done(subscribe("ann", shared, "https://p/1")).moved());
    assertEquals(List.of("https://p/1"), rows.identifiers("bob", shared.id()));
  }

  @Test
  void subscriptionCapRejectsOrEvicts() {
    Channel two =
        webPush(
            new TokenPolicy(Optional.empty(), Optional.of(2), Optional.of(TokenOverflow.REJECT)));
    rows.done(subscribe("ann", two, "https://p/1"));
    rows.done(subscribe("ann", two, "https://p/2"));
    assertEquals(
        ErrorCode.VALIDATION_FAILED, rows.refused(subscribe("ann", two, "https://p/3")).code());

    Channel evicting =
        new Channel(
            two.id(),
            two.provider(),
            new TokenPolicy(Optional.empty(), Optional.of(2), Optional.of(TokenOverflow.EVICT)));
    rows.later().done(subscribe("ann", evicting, "https://p/1"));
    rows.later().done(subscribe("ann", evicting, "https://p/3"));
    assertEquals(List.of("https://p/1", "https://p/3"), rows.identifiers("ann", two.id()));
  }

  @Test
  void quarantineKeepsOnlyTheLatestEndpoints() {
    rows.done(put("ann", APNS, "live", "1", "2", "3"));
    for (String token : List.of("1", "2", "3")) {
      Report report = new Report(KEY.hash(token), "invalid", rows.later().now());
      rows.done(new RetireEndpoints(APNS, List.of(report), 2));
    }

    assertEquals(List.of("live"), rows.identifiers("ann", APNS.id()));
    assertEquals("device_token", rows.refused(restoration(APNS, "1")).details().resource());
    assertEquals(List.of("ann"), restore(APNS, "2"));
    assertEquals(List.of("ann"), restore(APNS, "3"));
  }

  @Test
  void subscriptionIsRetiredAndRestored() {
    rows.done(subscribe("ann", WEB_PUSH, "https://p/1"));
    RetireEndpoints gone =
        Commands.retire(
            WEB_PUSH, List.of(new Report(KEY.hash("https://p/1"), "unregistered", rows.now())));

    assertEquals(List.of(Result.RETIRED), rows.done(gone));
    assertEquals(List.of(), Subscription.of(rows.of("ann", WEB_PUSH.id())));
    assertEquals(List.of("ann"), restore(WEB_PUSH, "https://p/1"));
    assertEquals(1, Subscription.of(rows.of("ann", WEB_PUSH.id())).size());
  }

  @Test
  void subscriptionIsRemovedByIdOrName() {
    UUID id = rows.done(subscribe("ann", WEB_PUSH, "https://p/1")).subscription().id();
    rows.done(subscribe("ann", WEB_PUSH, "laptop", "https://p/2", "{}"));

    rows.done(new DeleteSubscription("ann", WEB_PUSH, Optional.of(id), id.toString()));
    rows.done(new DeleteSubscription("ann", WEB_PUSH, Optional.empty(), "laptop"));

    assertFalse(rows.of("ann", WEB_PUSH.id()).settings().isPresent());
    assertEquals(
        "channel_subscription",
        rows.refused(new DeleteSubscription("ann", WEB_PUSH, Optional.empty(), "laptop"))
            .details()
            .resource());
  }
}
