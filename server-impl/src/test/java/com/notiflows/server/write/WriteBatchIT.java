package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.notiflows.server.changes.Author;
import com.notiflows.server.changes.WaitingReaders;
import com.notiflows.server.settings.Commands;
import com.notiflows.server.settings.Written;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Writes for one user in one batch. */
class WriteBatchIT {

  private final QueueDatabase database = QueueDatabase.get();
  private final UUID project = database.project("ann");
  private final WriteBatch batches =
      new WriteBatch(
          database.database().transactions(),
          Clock.systemUTC(),
          Duration.ofHours(1),
          new WaitingReaders(1, 1));

  @Test
  void settingsDeletedAndStoredInOneBatchAreNew() throws Exception {
    String query =
        "SELECT created_at FROM channel_settings WHERE project_id = " + QueueDatabase.hex(project);
    batches.tryAll(project, List.of(put("a")));
    List<String> before = database.rows(query);

    List<WriteResult<?>> results =
        batches.tryAll(
            project,
            List.of(
                new Write<>(
                    project, Commands.delete("ann", APNS), Optional.empty(), Author.COMMAND_LINE),
                put("b")));

    Written stored = (Written) assertInstanceOf(WriteResult.Written.class, results.get(1)).value();
    List<String> after = database.rows(query);
    assertNotEquals(before, after);
    assertEquals(
        LocalDateTime.ofInstant(stored.settings().createdAt(), ZoneOffset.UTC),
        LocalDateTime.parse(after.get(0).replace(' ', 'T')));
    assertEquals(List.of("ann b"), database.tokens(project));
  }

  private Write<?> put(String token) {
    return new Write<>(
        project, Commands.put("ann", APNS, token), Optional.empty(), Author.COMMAND_LINE);
  }
}
