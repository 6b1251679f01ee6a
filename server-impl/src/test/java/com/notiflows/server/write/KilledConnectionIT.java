package com.notiflows.server.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.persistence.Database;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.ProjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** A connection that the database closes fails the work that uses it, and no other. */
@Timeout(60)
class KilledConnectionIT {

  private static final int CALLS = 3;

  /** The table of transactions stays the same if it is read more often. */
  private static final int REFRESH_MILLIS = 150;

  private final QueueDatabase direct = QueueDatabase.get();
  private final UUID project = direct.project("ann");

  private void killTransactions(Statement sql, String condition)
      throws SQLException, InterruptedException {
    List<String> ids;
    do {
      TimeUnit.MILLISECONDS.sleep(REFRESH_MILLIS);
      ids =
          direct.rows(
              "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx WHERE " + condition);
    } while (ids.isEmpty());
    for (String id : ids) {
      sql.execute("KILL " + id);
    }
  }

  private void killOpenTransaction() {
    try (Connection connection = direct.connect();
        Statement sql = connection.createStatement()) {
      killTransactions(sql, "trx_state = 'RUNNING'");
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int revise(Database database) {
    return database.transactions().single(ProjectMapper.class, mapper -> mapper.revise(project));
  }

  private void assertServes(Database database) {
    for (int i = 0; i < CALLS; i++) {
      assertEquals(1, revise(database));
    }
  }

  @RepeatedTest(5)
  void failsTheOpenTransactionOnly() {
    try (Database database = direct.open(direct.port())) {
      assertThrows(
          DatabaseException.class,
          () ->
              database
                  .transactions()
                  .once(
                      mappers -> {
                        ProjectMapper mapper = mappers.get(ProjectMapper.class);
                        mapper.revise(project);
                        killOpenTransaction();
                        return mapper.revise(project);
                      }));
      assertServes(database);
    }
  }

  /** One thread makes all calls, because the pool gives a thread the connection it had before. */
  @RepeatedTest(5)
  void failsTheWaitingStatementOnly() throws Exception {
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (Database database = direct.open(direct.port());
        Connection holder = direct.connect();
        Statement sql = holder.createStatement()) {
      holder.setAutoCommit(false);
      sql.execute(
          "UPDATE projects SET revision = revision + 1 WHERE id = " + QueueDatabase.hex(project));
      Future<Integer> waiting = caller.submit(() -> revise(database));
      killTransactions(sql, "trx_state = 'LOCK WAIT'");
      ExecutionException failure = assertThrows(ExecutionException.class, waiting::get);
      assertInstanceOf(DatabaseException.class, failure.getCause());
      holder.rollback();

      caller.submit(() -> assertServes(database)).get();
    } finally {
      caller.shutdown();
    }
  }
}
