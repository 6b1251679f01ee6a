package com.notiflows.server.write;

import static com.notiflows.server.settings.Commands.APNS;
import static com.notiflows.server.settings.Commands.put;
import static com.notiflows.server.write.Callers.written;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.changes.Author;
import com.notiflows.server.settings.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two batches of a channel run side by side, and one after the other if they meet. */
@Timeout(180)
class SideBySideIT {

  private static final int USERS = 12;
  private static final int TOKENS = 4;
  private static final int WRITES = 600;

  private final QueueDatabase database = QueueDatabase.get();
  private final UUID project =
      database.project(IntStream.range(0, USERS).mapToObj(i -> "u" + i).toArray(String[]::new));
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch isRepeated = new CountDownLatch(1);

  private Callers callers(int crowd) {
    WriteMeter meter =
        new WriteMeter() {
          @Override
          public void committed(int writes, long nanos) {
            batches.add(writes);
          }

          @Override
          public void repeated() {
            isRepeated.countDown();
          }
        };
    return Callers.sideBySide(database.database().transactions(), crowd, meter);
  }

  private Write<Written> write(String user, String token) {
    return new Write<>(project, put(user, APNS, token), Optional.empty(), Author.COMMAND_LINE);
  }

  @Test
  void aSecondBatchCommitsWhileTheFirstOneRuns() throws Exception {
    try (Callers callers = callers(2)) {
      callers.closeGate(project, APNS.id());
      Future<WriteResult<Written>> first = callers.queue(write("u0", "a"));
      assertFalse(first.isDone(), "One call is not many");
      Future<WriteResult<Written>> second = callers.start(write("u1", "b"));

      written(first);
      written(second);

      assertTrue(callers.isGateClosed());
      assertEquals(List.of("u0 a", "u1 b"), database.tokens(project));
      assertEquals(List.of(2), batches);
    }
  }

  @Test
  void aBatchThatMeetsAnotherRunsAgainAfterIt() throws Exception {
    try (Callers callers = callers(2)) {
      callers.closeGate(project, APNS.id(), Set.of("u0"));
      Future<WriteResult<Written>> first = callers.queue(write("u0", "a"));
      Future<WriteResult<Written>> second = callers.start(write("u1", "b"));
      assertTrue(isRepeated.await(60, TimeUnit.SECONDS), "The gate has locked the user");
      assertEquals(List.of(), batches);

      callers.openGate();
      written(first);
      written(second);

      assertEquals(List.of("u0 a", "u1 b"), database.tokens(project));
      assertEquals(List.of(1, 2), batches, "The writes stay together");
    }
  }

  @Test
  void usersWhoTakeTokensFromEachOtherAllSucceed() throws Exception {
    List<Future<WriteResult<Written>>> results = new ArrayList<>();
    try (Callers callers = callers(3)) {
      for (int i = 0; i < WRITES; i++) {
        results.add(callers.start(write("u" + i * 7 % USERS, "t" + i * 5 % TOKENS)));
      }
      for (Future<WriteResult<Written>> result : results) {
        written(result);
      }
    }
    List<String> owned =
        database.tokens(project).stream().map(row -> row.replaceAll(".* ", "")).toList();
    assertEquals(owned.stream().distinct().sorted().toList(), owned.stream().sorted().toList());
    assertEquals(WRITES, batches.stream().mapToInt(Integer::intValue).sum());
    assertEquals(0, isRepeated.getCount(), "Batches met each other");
    long alone = batches.stream().filter(writes -> writes == 1).count();
    assertTrue(alone < WRITES / 4, () -> "Too many writes were executed alone: " + batches);
  }
}
