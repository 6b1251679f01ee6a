package com.notiflows.server.settings;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.SHARED;
import static com.notiflows.server.settings.Commands.capped;
import static com.notiflows.server.settings.Commands.delete;
import static com.notiflows.server.settings.Commands.patch;
import static com.notiflows.server.settings.Commands.put;
import static com.notiflows.server.settings.Commands.tokenList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.write.Rows;
import com.notiflows.server.write.WriteCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules of device tokens, without a database. */
class TokenCommandsTest {

  private final Rows rows = new Rows("ann", "bob");

  @Test
  void putReplacesTheWholeList() {
    Instant created = rows.now();
    rows.done(put("ann", APNS, "a", "b"));

    Written written = rows.later().done(put("ann", APNS, "b", "c"));

    assertEquals(List.of("b", "c"), rows.identifiers("ann", APNS.id()));
    assertEquals(tokenList("b", "c"), written.settings().settings().toString());
    assertEquals(created, written.settings().createdAt());
    assertEquals(rows.now(), written.settings().updatedAt());
    assertEquals(0, written.tokensMoved());
  }

  @Test
  void repeatedPutChangesOnlyTheTimeOfTheLastRegistration() {
    Written first = rows.done(put("ann", APNS, "a", "b"));
    UserChannel before = rows.of("ann", APNS.id());

    Written again = rows.later().done(put("ann", APNS, "a", "b"));

    assertEquals(first, again);
    UserChannel after = rows.of("ann", APNS.id());
    assertEquals(before.settings(), after.settings());
    for (int i = 0; i < 2; i++) {
      assertEquals(before.endpoints().get(i).touched(rows.now()), after.endpoints().get(i));
    }
  }

  @Test
  void putKeepsTheOrderOfTheList() {
    rows.done(put("ann", APNS, "a", "b", "c"));
    rows.done(put("ann", APNS, "c", "a", "d", "b"));

    assertEquals(List.of("c", "a", "d", "b"), rows.identifiers("ann", APNS.id()));
  }

  @Test
  void exclusiveTokenMovesToItsNewUser() {
    rows.done(put("bob", APNS, "phone", "tablet"));

    Written written = rows.later().done(put("ann", APNS, "phone"));

    assertEquals(1, written.tokensMoved());
    assertEquals(List.of("phone"), rows.identifiers("ann", APNS.id()));
    assertEquals(List.of("tablet"), rows.identifiers("bob", APNS.id()));
    StoredSettings left = rows.of("bob", APNS.id()).settings().orElseThrow();
    assertEquals(rows.now(), left.updatedAt());
    assertEquals(0, rows.done(put("ann", APNS, "phone")).tokensMoved());
  }

  @Test
  void userWithoutTokensKeepsEmptySettings() {
    rows.done(put("bob", APNS, "phone"));
    rows.done(put("ann", APNS, "phone"));

    assertEquals(List.of(), rows.identifiers("bob", APNS.id()));
    assertTrue(rows.of("bob", APNS.id()).settings().isPresent());
  }

  @Test
  void sharedTokenBelongsToBothUsers() {
    rows.done(put("bob", SHARED, "phone"));

    assertEquals(0, rows.done(put("ann", SHARED, "phone")).tokensMoved());
    assertEquals(List.of("phone"), rows.identifiers("bob", SHARED.id()));
    assertEquals(List.of("phone"), rows.identifiers("ann", SHARED.id()));
  }

  @Test
  void deleteRemovesSettingsAndTokens() {
    rows.done(put("ann", APNS, "a"));

    rows.done(delete("ann", APNS));

    assertFalse(rows.of("ann", APNS.id()).settings().isPresent());
    assertEquals(ErrorCode.NOT_FOUND, rows.refused(delete("ann", APNS)).code());
  }

  @Test
  void unknownUserIsNotFound() {
    for (WriteCommand<?> command :
        List.of(
            put("eve", APNS, "a"),
            delete("eve", APNS),
            patch("eve", APNS, List.of("a"), List.of()))) {
      assertEquals("user", rows.refused(command).details().resource());
    }
  }

  @Test
  void preconditionsAreCheckedAgainstWhatIsStored() {
    Precondition never = current -> false;
    PutSettings put = new PutSettings("ann", APNS, "c", Commands.settings("a"), never, false);
    assertEquals(ErrorCode.PRECONDITION_FAILED, rows.refused(put).code());

    PutSettings strict =
        new PutSettings("ann", APNS, "c", Commands.settings("a"), Precondition.NONE, true);
    rows.done(strict);
    assertEquals(ErrorCode.PRECONDITION_REQUIRED, rows.refused(strict).code());
  }

  @Test
  void patchThatOnlyRemovesRequiresExistingSettings() {
    assertEquals(
        "channel_settings",
        rows.refused(patch("ann", APNS, List.of(), List.of("a"))).details().resource());
  }

  @Test
  void patchUpdatesOnlyNamedTokens() {
    rows.done(put("ann", APNS, "a", "b"));
    Instant before = rows.now();

    rows.later().done(patch("ann", APNS, List.of("b", "c"), List.of()));

    assertEquals(List.of("a", "b", "c"), rows.identifiers("ann", APNS.id()));
    assertEquals(
        List.of(before, rows.now(), rows.now()),
        rows.of("ann", APNS.id()).live().stream().map(Endpoint::lastSeenAt).toList());
  }

  @Test
  void newTokenOfAnInstallationReplacesTheOldOne() {
    rows.done(patch("ann", APNS, registered("old", "phone-1")));

    rows.done(patch("ann", APNS, registered("new", "phone-1")));
    rows.done(patch("ann", APNS, registered("other", "phone-2")));

    assertEquals(List.of("new", "other"), rows.identifiers("ann", APNS.id()));
  }

  private static DeviceTokenChanges registered(String token, String installation) {
    DeviceFacts device =
        new DeviceFacts(token, Optional.of(installation), JsonNodeFactory.instance.objectNode());
    return new DeviceTokenChanges(List.of(), List.of(), List.of(), List.of(device));
  }

  @Test
  void fullListRejectsAnotherToken() {
    Channel two = capped(2, TokenOverflow.REJECT);
    rows.done(put("ann", two, "a", "b"));

    assertEquals(
        ErrorCode.VALIDATION_FAILED,
        rows.refused(patch("ann", two, List.of("c"), List.of())).code());
    rows.done(patch("ann", two, List.of("c"), List.of("a")));
    assertEquals(List.of("b", "c"), rows.identifiers("ann", two.id()));
  }

  @Test
  void evictionRemovesTheLeastRecentlySeenToken() {
    Channel two = capped(2, TokenOverflow.EVICT);
    rows.done(patch("ann", two, List.of("a"), List.of()));
    rows.later().done(patch("ann", two, List.of("b"), List.of()));
    rows.later().done(patch("ann", two, List.of("a"), List.of()));

    rows.later().done(patch("ann", two, List.of("c"), List.of()));

    assertEquals(List.of("a", "c"), rows.identifiers("ann", two.id()));
  }

  @Test
  void listIsLimitedBySpecWithoutACap() {
    String[] most = IntStream.range(0, 100).mapToObj(i -> "t" + i).toArray(String[]::new);
    rows.done(put("ann", APNS, most));

    assertEquals(
        "must have at most 100 entries",
        Objects.requireNonNull(
                rows.refused(patch("ann", APNS, List.of("one-more"), List.of())).details().fields())
            .get(0)
            .message());
  }

  /** The order in which devices register does not matter: all tokens are stored. */
  @Test
  void concurrentPatchesKeepAllTokens() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      List<WriteCommand<?>> adds = new ArrayList<>();
      Set<String> all = new TreeSet<>();
      for (int i = 0; i < 20; i++) {
        String token = "t" + random.nextInt(30);
        all.add(token);
        adds.add(patch("ann", APNS, List.of(token), List.of()));
      }
      Collections.shuffle(adds, random);
      Rows together = new Rows("ann");
      Rows alone = new Rows("ann");

      together.runTogether(adds);
      adds.forEach(alone::run);

      assertEquals(all, new TreeSet<>(together.identifiers("ann", APNS.id())));
      assertEquals(alone.places().toString(), together.places().toString());
      assertEquals(alone.identifiers("ann", APNS.id()), together.identifiers("ann", APNS.id()));
    }
  }

  /** A batch stores the same as its commands one by one, and a token never has two owners. */
  @Test
  void batchesEqualSingleCommands() {
    Random random = new Random(11);
    String[] users = {"ann", "bob", "eve"};
    for (int round = 0; round < 200; round++) {
      List<WriteCommand<?>> commands = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        commands.add(any(random, users[random.nextInt(3)]));
      }
      Rows together = new Rows("ann", "bob");
      Rows alone = new Rows("ann", "bob");

      List<String> one = together.runTogether(commands).stream().map(Object::toString).toList();
      List<String> other = commands.stream().map(c -> alone.run(c).toString()).toList();

      assertEquals(strip(other), strip(one));
      assertEquals(new ArrayList<>(alone.places()), new ArrayList<>(together.places()));
      List<String> owned = new ArrayList<>();
      for (String user : List.of("ann", "bob")) {
        owned.addAll(together.identifiers(user, APNS.id()));
      }
      assertEquals(new TreeSet<>(owned).size(), owned.size(), owned::toString);
    }
  }

  /** Removes the identity hash codes of errors. */
  private static List<String> strip(List<String> outcomes) {
    return outcomes.stream().map(text -> text.replaceAll("@[0-9a-f]+", "")).toList();
  }

  private static WriteCommand<?> any(Random random, String user) {
    String token = "t" + random.nextInt(4);
    return switch (random.nextInt(4)) {
      case 0 -> put(user, APNS, token, "t" + random.nextInt(4));
      case 1 -> patch(user, APNS, List.of(token), List.of());
      case 2 -> patch(user, APNS, List.of(), List.of(token));
      default -> delete(user, APNS);
    };
  }
}
