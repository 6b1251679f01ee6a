package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.put;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.notiflows.server.changes.Author;
import com.notiflows.server.settings.Written;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** If two nodes get the same request at the same time, only one of them executes it. */
@Timeout(180)
class TwoNodesIT {

  private static final int ROUNDS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final QueueDatabase database = QueueDatabase.get();
  private final UUID project = database.project("ann");
  private final ExecutorService nodes = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    nodes.shutdownNow();
  }

  private Future<WriteResult<Written>> start(CyclicBarrier start, Write<Written> write) {
    return nodes.submit(
        () -> {
          start.await();
          return Callers.queue(database.database().transactions(), 10, PATIENCE).execute(write);
        });
  }

  @Test
  void keySentToTwoNodesIsWrittenOnce() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String name = "r" + round;
      Write<Written> write =
          new Write<>(
              project,
              put("ann", APNS, name),
              Optional.of(Claims.claim("k" + name, name)),
              Author.COMMAND_LINE);
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<WriteResult<Written>>> calls = List.of(start(start, write), start(start, write));

      List<String> kinds =
          Stream.of(calls.get(0).get(), calls.get(1).get())
              .map(result -> result.getClass().getSimpleName())
              .sorted()
              .toList();

      assertEquals(List.of("Replayed", "Written"), kinds);
      assertEquals(List.of("ann " + name), database.tokens(project));
      assertEquals(round + 1, database.count("idempotency_keys", project));
    }
  }
}
