package com.notiflows.server.bulk;

import static com.notiflows.server.bulk.BulkItems.item;
import static com.notiflows.server.bulk.BulkItems.removal;
import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.SHARED;
import static com.notiflows.server.settings.Commands.SLACK;
import static com.notiflows.server.settings.Commands.access;
import static com.notiflows.server.settings.Commands.delete;
import static com.notiflows.server.settings.Commands.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.PutSettings;
import com.notiflows.server.testing.World;
import com.notiflows.server.write.Rows;
import com.notiflows.server.write.WriteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rules of bulk writes and imports, without a database. */
class BulkCommandsTest {

  private static final BulkService BULK = new BulkService(World.SPEC);

  private final Rows rows = new Rows("ann", "bob");

  private static BulkWrite partial(BulkItem... items) {
    return BULK.write(access(false, "any"), false, List.of(items));
  }

  private static BulkWrite atomic(BulkItem... items) {
    return BULK.write(access(false, "any"), true, List.of(items));
  }

  private static BulkWrite restore(BulkItem... items) {
    return BULK.restore(access(true, "any").project(), List.of(items));
  }

  /** The result of each item: its tokens, "removed", or its error code. */
  private static List<String> results(BulkWritten written) {
    return written.results().stream().map(BulkCommandsTest::result).toList();
  }

  private static String result(BulkResult result) {
    return result
        .failure()
        .map(error -> error.code().name())
        .or(() -> result.settings().map(BulkCommandsTest::tokens))
        .orElse("removed");
  }

  private static String tokens(ChannelSettings stored) {
    return stored.settings().path("device_tokens").toString().replace("\"", "");
  }

  private List<String> violations(BulkWrite command) {
    return Objects.requireNonNull(rows.refused(command).details().fields()).stream()
        .map(FieldViolation::field)
        .toList();
  }

  @Test
  void partialWriteStoresValidItemsAndReportsInvalidOnes() {
    rows.done(put("bob", APNS, "b"));

    BulkWritten written =
        rows.done(
            partial(
                item("ann", APNS, "a"),
                item("eve", APNS, "e"),
                item("ann", SHARED),
                removal("bob", APNS),
                removal("bob", SHARED),
                removal("eve", SHARED)));

    assertEquals(
        List.of("[a]", "NOT_FOUND", "VALIDATION_FAILED", "removed", "NOT_FOUND", "NOT_FOUND"),
        results(written));
    assertEquals(0, written.tokensMoved());
    assertEquals(List.of("a"), rows.identifiers("ann", APNS.id()));
    assertFalse(rows.of("bob", APNS.id()).settings().isPresent());
    assertFalse(rows.hasUser("eve"));
  }

  @Test
  void atomicWriteChangesNothingIfAnyItemIsInvalid() {
    rows.done(put("bob", APNS, "b"));

    List<String> fields =
        violations(
            atomic(
                item("ann", APNS, "b"),
                removal("bob", APNS),
                item("eve", APNS, "e"),
                removal("ann", SLACK)));

    assertEquals(List.of("items[2].user_id", "items[3].remove"), fields);
    assertEquals(List.of("b"), rows.identifiers("bob", APNS.id()));
  }

  @Test
  void validAtomicWriteIsStored() {
    rows.done(put("bob", APNS, "b", "c"));

    BulkWritten written = rows.done(atomic(item("ann", APNS, "b"), removal("bob", APNS)));

    assertEquals(List.of("[b]", "removed"), results(written));
    assertEquals(1, written.tokensMoved());
    assertEquals(List.of("b"), rows.identifiers("ann", APNS.id()));
    assertFalse(rows.of("bob", APNS.id()).settings().isPresent());
  }

  @Test
  void laterItemTakesTokenFromEarlierItem() {
    for (boolean isAtomic : new boolean[] {false, true}) {
      Rows fresh = new Rows("ann", "bob");
      List<BulkItem> items = List.of(item("ann", APNS, "x", "y"), item("bob", APNS, "x"));

      BulkWritten written = fresh.done(BULK.write(access(false, "any"), isAtomic, items));

      assertEquals(List.of("[y]", "[x]"), results(written), "the results show what is stored");
      assertEquals(1, written.tokensMoved());
      assertEquals(List.of("y"), fresh.identifiers("ann", APNS.id()));
      assertEquals(List.of("x"), fresh.identifiers("bob", APNS.id()));
    }
  }

  @Test
  void laterCommandOfTheBatchSeesAnAtomicWrite() {
    List<WriteCommand<?>> commands =
        List.of(
            atomic(item("ann", APNS, "x"), item("bob", APNS, "y")),
            atomic(item("eve", APNS, "z"), item("bob", APNS, "x")),
            put("bob", APNS, "x"));

    rows.runTogether(commands);

    assertEquals(List.of(), rows.identifiers("ann", APNS.id()));
    assertEquals(List.of("x"), rows.identifiers("bob", APNS.id()));
  }

  @Test
  void secondItemForTheSameUserAndChannelIsInvalid() {
    BulkWritten written = rows.done(partial(item("ann", APNS, "a"), removal("ann", APNS)));

    assertEquals(List.of("[a]", "VALIDATION_FAILED"), results(written));
    assertEquals(List.of("a"), rows.identifiers("ann", APNS.id()));
  }

  @Test
  void replacementIsRejectedIfTheProjectRequiresPreconditions() {
    rows.done(put("ann", APNS, "a"));
    List<BulkItem> items = List.of(item("ann", APNS, "b"), item("bob", APNS, "c"));

    assertEquals(
        ErrorCode.PRECONDITION_REQUIRED,
        rows.refused(BULK.write(access(true, "any"), true, items)).code());
    assertEquals(
        List.of("PRECONDITION_REQUIRED", "[c]"),
        results(rows.done(BULK.write(access(true, "any"), false, items))));
  }

  @Test
  void unknownUserAndUnknownChannelAreBothReported() {
    BulkItem stray =
        new BulkItem(
            "eve", new UUID(9, 9).toString(), item("eve", APNS, "a").settings(), Optional.empty());

    assertEquals(List.of("items[0].user_id", "items[0].channel_id"), violations(atomic(stray)));
    assertEquals(List.of("NOT_FOUND"), results(rows.done(partial(stray))));
  }

  @Test
  void importCreatesUsersAndReplacesSettings() {
    rows.done(put("ann", APNS, "old"));

    BulkWritten written =
        rows.done(restore(item("ann", APNS, "a"), item("eve", APNS, "e"), item("eve", SHARED)));

    assertEquals(List.of("[a]", "[e]", "[]"), results(written));
    assertEquals(List.of("a"), rows.identifiers("ann", APNS.id()));
    assertEquals(List.of("e"), rows.identifiers("eve", APNS.id()));
    assertTrue(rows.of("eve", SHARED.id()).settings().isPresent(), "an empty list is restored");
    assertEquals(rows.now(), rows.profile("eve").createdAt());
  }

  @Test
  void importCreatesNoUserForAnInvalidItem() {
    BulkItem invalid =
        new BulkItem("eve", new UUID(9, 9).toString(), Optional.empty(), Optional.empty());

    assertEquals(List.of("NOT_FOUND"), results(rows.done(restore(invalid))));
    assertFalse(rows.hasUser("eve"));
  }

  @Test
  void repeatedImportChangesNothing() {
    BulkWritten first = rows.done(restore(item("eve", APNS, "e", "f"), item("ann", APNS, "a")));
    UUID id = rows.user("eve").id();

    BulkWritten again =
        rows.later().done(restore(item("eve", APNS, "e", "f"), item("ann", APNS, "a")));

    assertEquals(first, again);
    assertEquals(id, rows.user("eve").id());
  }

  /** A partial write stores the same as single writes of its items. */
  @Test
  void partialWriteEqualsSingleWrites() {
    Random random = new Random(13);
    for (int round = 0; round < 200; round++) {
      Rows bulk = new Rows("ann", "bob", "joe");
      Rows single = new Rows("ann", "bob", "joe");
      List<BulkItem> items = new ArrayList<>();
      List<WriteCommand<?>> commands = new ArrayList<>();
      for (String user : List.of("bob", "eve", "ann", "joe")) {
        String token = "t" + random.nextInt(3);
        commands.add(random.nextBoolean() ? put(user, APNS, token, "own") : delete(user, APNS));
        items.add(
            commands.get(commands.size() - 1) instanceof PutSettings
                ? item(user, APNS, token, "own")
                : removal(user, APNS));
      }

      for (int repeat = 0; repeat < 2; repeat++) {
        bulk.run(BULK.write(access(false, "any"), false, items));
        commands.forEach(single::run);
        assertEquals(new ArrayList<>(single.places()), new ArrayList<>(bulk.places()));
      }
    }
  }
}
