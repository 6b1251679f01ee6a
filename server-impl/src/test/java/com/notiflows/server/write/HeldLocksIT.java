package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.tokenList;
import static com.notiflows.server.write.Callers.written;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.changes.Author;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.settings.Commands;
import com.notiflows.server.settings.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If another node holds a row lock, only the write that needs the lock waits. */
@Timeout(180)
class HeldLocksIT {

  private static final String[] USERS = {"u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "late"};
  private static final int HELD = 3;
  private static final int REFRESHED_MILLIS = 120;

  private final QueueDatabase database = QueueDatabase.get();
  private final UUID project = database.project(USERS);
  private final Set<String> waits = new TreeSet<>();

  private Write<Written> put(String user, String token) {
    return new Write<>(
        project, Commands.put(user, APNS, token), Optional.empty(), Author.COMMAND_LINE);
  }

  /** Locks a user, as a write on another node does. */
  private Connection hold(String user) throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    try (Statement sql = connection.createStatement()) {
      sql.executeQuery(
          "SELECT id FROM users WHERE project_id = "
              + QueueDatabase.hex(project)
              + " AND external_id = '"
              + user
              + "' FOR UPDATE");
    }
    return connection;
  }

  /**
   * Records the transactions that wait for a lock, by connection and start time. The database
   * refreshes the table only if it was not read for 100 ms.
   */
  private boolean isAnyWaiting() throws SQLException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(REFRESHED_MILLIS);
    List<String> waiting =
        database.rows(
            "SELECT CONCAT(trx_mysql_thread_id, ' since ', trx_started)"
                + " FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'");
    waits.addAll(waiting);
    return !waiting.isEmpty();
  }

  private void awaitWait(Future<?> call) throws SQLException, InterruptedException {
    boolean isWaiting = isAnyWaiting();
    while (!isWaiting && !call.isDone()) {
      isWaiting = isAnyWaiting();
    }
  }

  @Test
  void onlyTheWriteThatNeedsTheLockWaits() throws Exception {
    try (Connection other = hold(USERS[HELD]);
        Callers callers = new Callers(database.database().transactions())) {
      callers.closeGate(project, APNS.id());
      List<Future<WriteResult<Written>>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(callers.queue(put(USERS[i], "token-" + USERS[i])));
      }
      callers.openGate();
      awaitWait(calls.get(HELD));

      for (int i = 0; i < 8; i++) {
        if (i != HELD) {
          while (!calls.get(i).isDone()) {
            isAnyWaiting();
          }
          assertEquals(
              tokenList("token-u" + i), written(calls.get(i)).settings().settings().toString());
        }
      }
      assertEquals(
          tokenList("late"),
          written(callers.start(put("late", "late"))).settings().settings().toString(),
          "the lane is not blocked");
      isAnyWaiting();
      other.rollback();

      boolean isStored = isWritten(calls.get(HELD));
      assertEquals(1, waits.size(), () -> "waiting transactions: " + waits);
      assertEquals(isStored, database.tokens(project).contains("u3 token-u3"));
      assertEquals(8 + (isStored ? 1 : 0), database.tokens(project).size());
      assertEquals(
          tokenList("x"), written(callers.start(put("u3", "x"))).settings().settings().toString());
    }
  }

  /** Whether the write got the lock. On a slow machine it may time out. */
  private static boolean isWritten(Future<WriteResult<Written>> call) throws Exception {
    try {
      assertTrue(call.get() instanceof WriteResult.Written);
      return true;
    } catch (ExecutionException e) {
      assertTrue(
          e.getCause() instanceof DatabaseException failure
              && failure.kind() == DatabaseException.Kind.BUSY,
          e::toString);
      return false;
    }
  }

  /** The owner of a token is locked: only the write that takes the token waits. */
  @Test
  void onlyTheWriteThatTakesALockedTokenWaits() throws Exception {
    try (Callers callers = new Callers(database.database().transactions())) {
      assertEquals(0, written(callers.start(put("u0", "phone"))).tokensMoved());
    }
    try (Connection other = hold("u0");
        Callers callers = new Callers(database.database().transactions())) {
      callers.closeGate(project, APNS.id());
      Future<WriteResult<Written>> taker = callers.queue(put("u1", "phone"));
      Future<WriteResult<Written>> neighbour = callers.queue(put("u2", "tablet"));
      callers.openGate();

      assertEquals(0, written(neighbour).tokensMoved());
      awaitWait(taker);
      other.rollback();

      boolean isMoved = isWritten(taker);
      assertEquals(
          List.of((isMoved ? "u1" : "u0") + " phone", "u2 tablet"), database.tokens(project));
    }
  }
}
