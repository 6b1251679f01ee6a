package com.notiflows.server.write;

import static com.notiflows.server.bulk.BulkItems.item;
import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.SHARED;
import static com.notiflows.server.settings.Commands.access;
import static com.notiflows.server.settings.Commands.put;
import static com.notiflows.server.settings.Commands.tokenList;
import static com.notiflows.server.write.Callers.kind;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.bulk.BulkService;
import com.notiflows.server.bulk.BulkWritten;
import com.notiflows.server.changes.Author;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.settings.Written;
import com.notiflows.server.testing.CuttingProxy;
import com.notiflows.server.testing.CuttingProxy.Cut;
import com.notiflows.server.testing.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** If the connection is lost during a commit, all callers get an error and nothing runs twice. */
@Timeout(180)
class LostCommitIT {

  private static final String[] USERS = {"u0", "u1", "u2", "u3", "u4"};
  private static final List<String> ALL_STORED =
      Stream.of(USERS).map(user -> user + " token-" + user).toList();

  private final QueueDatabase direct = QueueDatabase.get();
  private final UUID project = direct.project(USERS);
  private final AtomicInteger decided = new AtomicInteger();

  private CuttingProxy proxy;
  private Database database;

  @BeforeEach
  void connect() throws IOException {
    proxy = new CuttingProxy(direct.port());
    database = direct.open(proxy.port());
  }

  @AfterEach
  void disconnect() {
    database.close();
    proxy.close();
  }

  private Write<Written> keyed(String user) {
    return new Write<>(
        project,
        Deciding.counting(put(user, APNS, "token-" + user), decided),
        Optional.of(Claims.claim(user, user)),
        Author.COMMAND_LINE);
  }

  private static List<String> stored(Cut cut) {
    return cut == Cut.AFTER_COMMIT ? ALL_STORED : List.of();
  }

  private void assertOneCommitWasSent() {
    assertEquals(1, proxy.transactions());
    assertEquals(1, proxy.commits());
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void everyCallerOfTheBatchFails(Cut cut) throws Exception {
    try (Callers callers = new Callers(database.transactions())) {
      callers.closeGate(project, APNS.id());
      List<Future<WriteResult<Written>>> calls = new ArrayList<>();
      for (String user : USERS) {
        calls.add(callers.queue(keyed(user)));
      }
      proxy.cutNext(cut);

      callers.openGate();

      for (Future<WriteResult<Written>> call : calls) {
        assertEquals(DatabaseException.Kind.AWAY, kind(call));
      }
      assertEquals(USERS.length, decided.get(), "the server does not try again");
      assertOneCommitWasSent();
      assertEquals(stored(cut), direct.tokens(project), "all or nothing");
      assertEquals(stored(cut).size(), direct.count("idempotency_keys", project));

      for (String user : USERS) {
        assertRetryIsSafe(cut, callers.queue().execute(keyed(user)), user);
      }
      assertEquals(ALL_STORED, direct.tokens(project));
    }
  }

  /**
   * A retry with the same key gets the stored response, or executes the write for the first time.
   */
  private void assertRetryIsSafe(Cut cut, WriteResult<Written> retried, String user) {
    Class<?> expected =
        cut == Cut.AFTER_COMMIT ? WriteResult.Replayed.class : WriteResult.Written.class;
    assertEquals(expected, retried.getClass());
    WriteResult<Written> again = queueOf(direct.database()).execute(keyed(user));
    assertEquals(WriteResult.Replayed.class, again.getClass());
    assertArrayEquals(body(again), body(retried));
    assertEquals(
        tokenList("token-" + user),
        new String(body(again), StandardCharsets.UTF_8).split(" ", 2)[0]);
  }

  private static byte[] body(WriteResult<Written> result) {
    Reply reply =
        result instanceof WriteResult.Replayed<Written> replayed
            ? replayed.reply()
            : ((WriteResult.Written<Written>) result).reply().orElseThrow();
    return Objects.requireNonNull(reply.body());
  }

  private static WriteQueue queueOf(Database database) {
    return Callers.queue(database.transactions(), 10, Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void singleWriteFails(Cut cut) throws Exception {
    assertFailsOnce(cut, () -> queueOf(database).execute(keyed("u0")));

    assertEquals(1, decided.get());
    assertEquals(
        cut == Cut.AFTER_COMMIT ? List.of("u0 token-u0") : List.of(), direct.tokens(project));
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void writeOnSeveralChannelsFails(Cut cut) throws Exception {
    WriteCommand<BulkWritten> bulk =
        new BulkService(World.SPEC)
            .write(
                access(false, "any"),
                true,
                List.of(item("u0", APNS, "a"), item("u1", SHARED, "b")));
    Write<BulkWritten> write =
        new Write<>(
            project, Deciding.counting(bulk, decided), Optional.empty(), Author.COMMAND_LINE);

    assertFailsOnce(cut, () -> queueOf(database).execute(write));

    assertEquals(1, decided.get());
    assertEquals(
        cut == Cut.AFTER_COMMIT ? List.of("u0 a", "u1 b") : List.of(), direct.tokens(project));
  }

  private void assertFailsOnce(Cut cut, Supplier<WriteResult<?>> call) {
    proxy.cutNext(cut);
    DatabaseException failure = assertThrows(DatabaseException.class, call::get);
    assertEquals(DatabaseException.Kind.AWAY, failure.kind());
    assertOneCommitWasSent();
  }
}
