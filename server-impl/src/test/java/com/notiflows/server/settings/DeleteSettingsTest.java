package com.notiflows.server.settings;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.KEY;
import static com.notiflows.server.settings.Commands.SHARED;
import static com.notiflows.server.settings.Commands.SLACK;
import static com.notiflows.server.settings.Commands.SMTP;
import static com.notiflows.server.settings.Commands.delete;
import static com.notiflows.server.settings.Commands.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.endpoints.RetireEndpoints.Report;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rules for deleting settings, without a database. */
class DeleteSettingsTest {

  private final Rows rows = new Rows("ann", "bob");

  @Test
  void deleteAlsoRemovesTheQuarantine() {
    rows.done(put("ann", APNS, "a", "b"));
    rows.done(Commands.retire(APNS, List.of(new Report(KEY.hash("a"), "invalid", rows.now()))));
    assertEquals(2, rows.of("ann", APNS.id()).endpoints().size());

    assertEquals(rows.user("ann").id(), rows.done(delete("ann", APNS)));

    assertEquals(List.of(), rows.of("ann", APNS.id()).endpoints());
  }

  @Test
  void deleteKeepsSettingsOfOtherUsersAndChannels() {
    rows.done(put("ann", SHARED, "a"));
    rows.done(put("bob", SHARED, "a"));
    rows.done(put("ann", APNS, "a"));

    rows.done(delete("ann", SHARED));

    assertEquals(List.of("a"), rows.identifiers("bob", SHARED.id()));
    assertEquals(List.of("a"), rows.identifiers("ann", APNS.id()));
  }

  @Test
  void settingsStoredAfterADeleteAreNew() {
    rows.done(put("ann", APNS, "a"));
    rows.later().done(delete("ann", APNS));

    Instant created = rows.later().now();
    assertEquals(created, rows.done(put("ann", APNS, "a")).settings().createdAt());
    assertEquals(created, rows.of("ann", APNS.id()).endpoints().get(0).firstSeenAt());
  }

  @Test
  void deletedTokenIsNotCountedAsMoved() {
    rows.done(put("bob", APNS, "a"));

    List<Outcome<?>> outcomes =
        rows.runTogether(List.of(delete("bob", APNS), put("ann", APNS, "a")));

    Written written = (Written) ((Outcome.Done<?>) outcomes.get(1)).value();
    assertEquals(0, written.tokensMoved());
    assertEquals(List.of("a"), rows.identifiers("ann", APNS.id()));
    assertFalse(rows.of("bob", APNS.id()).settings().isPresent());
  }

  @Test
  void preconditionSeesTheStoredSettings() {
    Written written = rows.done(put("ann", APNS, "a"));
    AtomicReference<Optional<ChannelSettings>> asked = new AtomicReference<>();
    Precondition never =
        current -> {
          asked.set(current);
          return false;
        };

    assertEquals(
        ErrorCode.PRECONDITION_FAILED,
        rows.refused(new DeleteSettings("ann", APNS, "c", never)).code());
    assertEquals(Optional.of(written.settings()), asked.get());

    rows.done(new DeleteSettings("ann", APNS, "c", current -> current.isPresent()));
    assertFalse(rows.of("ann", APNS.id()).settings().isPresent());
  }

  @Test
  void missingSettingsAreNotFoundEvenIfThePreconditionFails() {
    Precondition never = current -> false;

    assertEquals(
        "channel_settings",
        rows.refused(new DeleteSettings("ann", SLACK, "c", never)).details().resource());
    assertEquals(
        "channel_settings",
        rows.refused(new DeleteSettings("ann", SMTP, "c", never)).details().resource());
    assertEquals(
        "user", rows.refused(new DeleteSettings("eve", SLACK, "c", never)).details().resource());
    assertTrue(rows.places().isEmpty());
  }
}
