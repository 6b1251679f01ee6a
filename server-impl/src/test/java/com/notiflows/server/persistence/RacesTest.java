package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RacesTest {

  private static DatabaseException failure(int error) {
    return SqlErrors.convert(new SQLException("HUSH", "", error));
  }

  @Test
  void runsUntilNobodyElseIsFirst() {
    List<Optional<Kind>> told = new ArrayList<>();
    List<DatabaseException> failures =
        List.of(failure(1062), failure(1452), DatabaseException.overtaken());

    String result =
        Races.run(
            lost -> {
              told.add(lost);
              if (told.size() <= failures.size()) {
                throw failures.get(told.size() - 1);
              }
              return "done";
            });

    assertEquals("done", result);
    assertEquals(
        List.of(
            Optional.empty(),
            Optional.of(Kind.DUPLICATE),
            Optional.of(Kind.PARENT_GONE),
            Optional.of(Kind.OVERTAKEN)),
        told);
  }

  @Test
  void leavesOtherFailuresAlone() {
    List<Integer> rounds = new ArrayList<>();

    DatabaseException thrown =
        assertThrows(
            DatabaseException.class,
            () ->
                Races.run(
                    lost -> {
                      rounds.add(1);
                      throw failure(1205);
                    }));

    assertEquals(Kind.BUSY, thrown.kind());
    assertEquals(1, rounds.size());
  }

  @Test
  void givesUpAtLast() {
    List<Integer> rounds = new ArrayList<>();

    DatabaseException thrown =
        assertThrows(
            DatabaseException.class,
            () ->
                Races.run(
                    lost -> {
                      rounds.add(1);
                      throw DatabaseException.overtaken();
                    }));

    assertEquals(Kind.BUSY, thrown.kind());
    assertEquals(100, rounds.size());
  }
}
