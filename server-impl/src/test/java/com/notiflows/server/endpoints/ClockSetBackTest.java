package com.notiflows.server.endpoints;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.KEY;
import static com.notiflows.server.settings.Commands.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.endpoints.RetireEndpoints.Report;
import com.notiflows.server.endpoints.RetireEndpoints.Result;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.settings.Commands;
import com.notiflows.server.settings.PutSettings;
import com.notiflows.server.spec.TokenPolicy;
import com.notiflows.server.testing.World;
import com.notiflows.server.write.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** After the clock was set back, times still follow each other, and no live endpoint is retired. */
class ClockSetBackTest {

  private static final Duration STEP = Duration.ofHours(1);
  private static final String PUSH = "https://p/1";

  private final Rows rows = new Rows("ann", "bob");
  private final Instant start = rows.now();

  private void setBack() {
    rows.at(start.minus(STEP));
  }

  /** A report of something that happened before the clock was set back. */
  private List<Result> reportAgain(Channel channel, String identifier) {
    Report report = new Report(KEY.hash(identifier), "unregistered", start);
    return rows.done(Commands.retire(channel, List.of(report)));
  }

  private void assertSurvivesOldReports(String user, Channel channel, String identifier) {
    assertEquals(List.of(Result.REGISTERED_SINCE), reportAgain(channel, identifier));
    assertEquals(List.of(identifier), rows.identifiers(user, channel.id()));
  }

  @Test
  void aTokenThatIsRegisteredAfterItsDeathSurvivesTheOldReport() {
    rows.done(put("ann", APNS, "a"));
    reportAgain(APNS, "a");
    setBack();
    rows.done(put("ann", APNS, "a"));

    assertSurvivesOldReports("ann", APNS, "a");
  }

  @Test
  void aTokenThatAnotherUserTakesSurvivesTheOldReport() {
    rows.done(put("ann", APNS, "a"));
    reportAgain(APNS, "a");
    setBack();
    rows.done(put("bob", APNS, "a"));

    assertSurvivesOldReports("bob", APNS, "a");
  }

  @Test
  void aTokenThatIsRestoredSurvivesTheOldReport() {
    rows.done(put("ann", APNS, "a"));
    reportAgain(APNS, "a");
    setBack();
    Duration quarantine = Duration.ofDays(30);
    rows.done(new RestoreEndpoint(APNS, KEY.hash("a"), "device_token", quarantine, 100));

    assertSurvivesOldReports("ann", APNS, "a");
  }

  @Test
  void subscriptionsSurviveTheOldReport() {
    Channel webPush =
        new Channel(
            new UUID(4, 1),
            World.SPEC.providers().find("web_push").orElseThrow(),
            TokenPolicy.PRESET);
    NewSubscription subscription =
        new NewSubscription(UUID.randomUUID(), "laptop", KEY.identifier(PUSH), "{}");
    rows.done(new AddSubscription("ann", webPush, subscription, 100));
    reportAgain(webPush, PUSH);
    setBack();
    rows.done(new AddSubscription("ann", webPush, subscription, 100));
    assertSurvivesOldReports("ann", webPush, PUSH);

    rows.at(start).done(Commands.retire(webPush, List.of(later())));
    setBack();
    rows.done(new PutSubscriptions("ann", webPush, List.of(subscription), false));
    assertSurvivesOldReports("ann", webPush, PUSH);
  }

  @Test
  void anEndpointThatIsRetiredAfterTheStepIsNotForgottenFirst() {
    rows.done(put("ann", APNS, "a", "b"));
    rows.done(retireOne("a"));
    setBack();
    rows.done(retireOne("b"));

    List<String> kept =
        rows.of("ann", APNS.id()).endpoints().stream()
            .map(each -> each.identifier().text())
            .toList();
    assertEquals(List.of("b"), kept);
  }

  /** Keeps one retired endpoint. */
  private RetireEndpoints retireOne(String identifier) {
    Report report = new Report(KEY.hash(identifier), "unregistered", start);
    return new RetireEndpoints(APNS, List.of(report), 1);
  }

  private Report later() {
    return new Report(KEY.hash(PUSH), "unregistered", start.plus(STEP));
  }

  @Test
  void eachChangeHasALaterTime() {
    Instant last = null;
    for (PutSettings put :
        List.of(put("ann", APNS, "a"), put("ann", APNS, "b"), put("ann", APNS, "a"))) {
      rows.done(put);
      StoredSettings stored = rows.of("ann", APNS.id()).settings().orElseThrow();
      assertTrue(last == null || last.isBefore(stored.updatedAt()), "equal entity tags");
      assertEquals(start, stored.createdAt());
      last = stored.updatedAt();
      setBack();
    }
  }
}
