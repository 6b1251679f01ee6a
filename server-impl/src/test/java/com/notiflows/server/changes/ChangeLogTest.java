package com.notiflows.server.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChangeRow;
import com.notiflows.server.persistence.InMemoryMappers;
import com.notiflows.server.persistence.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeLogTest {

  private static final UUID PROJECT = new UUID(1, 1);
  private static final UUID ANN = new UUID(2, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final Instant TIME = Instant.parse("2026-11-27T12:00:00.123456Z");

  private final InMemoryMappers tables = new InMemoryMappers();
  private final Transactions transactions = tables.transactions();
  private final ChangeLog log = new ChangeLog();

  private static Change change(Change.Type type, UUID user, String externalId) {
    MaskedState state = new MaskedState(TIME, List.of("00ff00ff00ff00ff"), List.of("email"));
    return new Change(
        type,
        TIME,
        user,
        Optional.empty(),
        Optional.of(externalId),
        Author.ofRequest(Optional.of(PROJECT), "req-1"),
        Optional.empty(),
        Optional.of(state));
  }

  private void append(ChangeLog writer, Change... changes) {
    transactions.inTransaction(
        mappers -> {
          writer.append(mappers, PROJECT, List.of(changes));
          return changes.length;
        });
  }

  private void assertIntact() {
    Hash previous = Chain.START;
    long position = 0;
    for (ChangeRow row : tables.changes()) {
      position++;
      assertEquals(position, row.position());
      assertEquals(Chain.link(previous, row), row.hash());
      previous = row.hash();
    }
  }

  @Test
  void linksChangesOfSeveralWriters() {
    ChangeLog other = new ChangeLog();
    append(log, change(Change.Type.SET, ANN, "ann"), change(Change.Type.SET, BOB, "bob"));
    append(other, change(Change.Type.SET, ANN, "ann"));
    append(log, change(Change.Type.SET, ANN, "ann"));
    append(log, change(Change.Type.SET, ANN, "ann"));

    assertEquals(5, tables.changes().size());
    assertIntact();
  }

  @Test
  void rememberedEndSavesAStatement() {
    append(log, change(Change.Type.SET, ANN, "ann"));
    int before = tables.statements();

    append(log, change(Change.Type.SET, ANN, "ann"));

    assertEquals(2, tables.statements() - before, "advance, insert");
  }

  @Test
  void noChangeNeedsNoStatement() {
    append(log);

    assertEquals(0, tables.statements());
  }

  @Test
  void detailsAreReadAsTheyWereWritten() {
    Change change = change(Change.Type.SET, ANN, "ann \"\uD83D\uDE00\"");
    append(log, change);

    String details = Objects.requireNonNull(tables.changes().get(0).details());

    assertEquals(ChangeDetails.of(change), ChangeDetails.read(details));
    assertEquals(Chain.hash(details), tables.changes().get(0).detailsHash());
  }

  @Test
  void equalDetailsHaveDifferentHashes() {
    append(log, change(Change.Type.SET, ANN, "ann"), change(Change.Type.SET, ANN, "ann"));

    List<ChangeRow> rows = tables.changes();
    assertFalse(rows.get(0).detailsHash().equals(rows.get(1).detailsHash()));
  }

  @Test
  void erasedUserHasNoDetailsInTheSameBatchEither() {
    append(log, change(Change.Type.SET, ANN, "ann"), change(Change.Type.SET, BOB, "bob"));

    append(
        log,
        change(Change.Type.SET, ANN, "ann"),
        change(Change.Type.ERASED, ANN, ""),
        change(Change.Type.SET, BOB, "bob"));

    List<ChangeRow> rows = tables.changes();
    assertNull(rows.get(0).details());
    assertNotNull(rows.get(1).details());
    assertNull(rows.get(2).details());
    assertNotNull(rows.get(3).details());
    assertNotNull(rows.get(4).details());
    assertIntact();
  }
}
