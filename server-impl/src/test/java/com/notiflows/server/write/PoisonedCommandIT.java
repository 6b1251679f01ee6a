package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.put;
import static com.notiflows.server.settings.Commands.tokenList;
import static com.notiflows.server.write.Callers.failure;
import static com.notiflows.server.write.Callers.kind;
import static com.notiflows.server.write.Callers.written;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.changes.Author;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.settings.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If one write of a batch fails, the others are committed and each caller gets its own result. */
@Timeout(180)
class PoisonedCommandIT {

  private static final String[] USERS = {"u0", "u1", "u2", "u3"};
  private static final List<String> ALL_STORED =
      List.of("u0 token-u0", "u1 token-u1", "u2 token-u2", "u3 token-u3");

  private final QueueDatabase database = QueueDatabase.get();
  private final UUID project = database.project(USERS);
  private final AtomicInteger decided = new AtomicInteger();
  private final List<Future<WriteResult<Written>>> healthy = new ArrayList<>();

  private Write<Written> write(String user, Optional<Claim<Written>> claim) {
    return new Write<>(
        project,
        Deciding.counting(put(user, APNS, "token-" + user), decided),
        claim,
        Author.COMMAND_LINE);
  }

  /** Runs a write in the middle of a batch. Returns when all writes are done. */
  private <R> Future<WriteResult<R>> runAmongOthers(Write<R> write) throws Exception {
    try (Callers callers = new Callers(database.database().transactions())) {
      callers.closeGate(project, APNS.id());
      healthy.add(callers.queue(write("u0", Optional.empty())));
      healthy.add(callers.queue(write("u1", Optional.of(Claims.claim("k1", "r1")))));
      Future<WriteResult<R>> result = callers.queue(write);
      healthy.add(callers.queue(write("u2", Optional.empty())));
      healthy.add(callers.queue(write("u3", Optional.of(Claims.claim("k3", "r3")))));
      callers.openGate();
      return result;
    }
  }

  private void assertOthersAreStored() throws Exception {
    for (int i = 0; i < USERS.length; i++) {
      assertEquals(
          tokenList("token-u" + i), written(healthy.get(i)).settings().settings().toString());
    }
    assertEquals(ALL_STORED, database.tokens(project));
    assertEquals(4, database.count("channel_settings", project));
    assertEquals(2, database.count("idempotency_keys", project));
    assertEquals(USERS.length, database.count("users", project));
  }

  @Test
  void poisonedCommandFailsAlone() throws Exception {
    WriteCommand<Written> poison =
        Deciding.on(
            APNS.id(),
            rows -> {
              throw new IllegalStateException("poison");
            });

    Future<WriteResult<Written>> poisoned =
        runAmongOthers(
            new Write<>(
                project,
                poison,
                Optional.of(Claims.claim("poison", "poison")),
                Author.COMMAND_LINE));

    assertEquals("poison", failure(poisoned).getMessage());
    assertOthersAreStored();
  }

  @Test
  void rowThatTheDatabaseRejectsFailsAlone() throws Exception {
    UUID id = UUID.randomUUID();
    WriteCommand<String> tooLong =
        Deciding.on(
            APNS.id(),
            rows -> {
              UserRow row =
                  UserRow.fresh(project, id, "x".repeat(2_000), rows.now()); // the column has 1020
              rows.create(new StoredUser(id, "long"), row);
              return Outcome.done("never");
            });

    Future<WriteResult<String>> refused =
        runAmongOthers(new Write<>(project, tooLong, Optional.empty(), Author.COMMAND_LINE));

    assertEquals(DatabaseException.Kind.FAULT, kind(refused));
    assertOthersAreStored();
  }

  @Test
  void duplicateRowFailsAlone() throws Exception {
    UUID id = UUID.randomUUID();
    WriteCommand<String> twice =
        Deciding.on(
            APNS.id(),
            rows -> {
              rows.create(new StoredUser(id, "u0"), UserRow.fresh(project, id, "u0", rows.now()));
              return Outcome.done("never");
            });

    Future<WriteResult<String>> refused =
        runAmongOthers(new Write<>(project, twice, Optional.empty(), Author.COMMAND_LINE));

    assertEquals(
        DatabaseException.Kind.BUSY, kind(refused), "looks like a lost race on every attempt");
    assertOthersAreStored();
  }

  @Test
  void responseThatCannotBeRenderedFailsAlone() throws Exception {
    WriteCommand<String> fine = Deciding.on(APNS.id(), rows -> Outcome.done("fine"));
    Claim<String> claim =
        Claims.claim(
            "k",
            "r",
            value -> {
              throw new IllegalStateException("unprintable");
            });

    Future<WriteResult<String>> unprintable =
        runAmongOthers(new Write<>(project, fine, Optional.of(claim), Author.COMMAND_LINE));

    assertEquals("unprintable", failure(unprintable).getMessage());
    assertOthersAreStored();
  }

  @Test
  void rejectedCommandDoesNotSplitItsBatch() throws Exception {
    Future<WriteResult<Written>> refused = runAmongOthers(write("nobody", Optional.empty()));

    assertEquals(
        ErrorCode.NOT_FOUND, ((WriteResult.Refused<Written>) refused.get()).error().code());
    assertOthersAreStored();
    assertEquals(5, decided.get(), "each once");
  }
}
