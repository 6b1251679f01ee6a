package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.put;
import static com.notiflows.server.write.Callers.kind;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.changes.Author;
import com.notiflows.server.persistence.DatabaseException.Kind;
import com.notiflows.server.settings.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** If the database is full, no write of a batch is retried, because retries would add load. */
class FullDatabaseIT {

  private static final String[] USERS = {"u0", "u1", "u2"};

  private final QueueDatabase database = QueueDatabase.get();
  private final UUID project = database.project(USERS);
  private final AtomicInteger decided = new AtomicInteger();

  @Test
  void allWritesOfTheBatchFailWithoutRetry() throws Exception {
    List<Future<WriteResult<Written>>> writes = new ArrayList<>();
    sql(
        "CREATE TRIGGER full_endpoints BEFORE INSERT ON endpoints FOR EACH ROW BEGIN IF"
            + " NEW.project_id = "
            + QueueDatabase.hex(project)
            + " THEN SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114; END IF; END");
    try (Callers callers = new Callers(database.database().transactions())) {
      callers.closeGate(project, APNS.id());
      for (String user : USERS) {
        writes.add(
            callers.queue(
                new Write<>(
                    project,
                    Deciding.counting(put(user, APNS, "token-" + user), decided),
                    Optional.empty(),
                    Author.COMMAND_LINE)));
      }
      callers.openGate();

      for (Future<WriteResult<Written>> write : writes) {
        assertEquals(Kind.UNWRITABLE, kind(write));
      }
    } finally {
      sql("DROP TRIGGER full_endpoints");
    }
    assertEquals(USERS.length, decided.get());
    assertEquals(0, database.count("channel_settings", project));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
