package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.apache.ibatis.exceptions.PersistenceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "40001, 1213, CONFLICT",
    "HY000, 1205, BUSY",
    "40001, 1205, BUSY",
    "HY000, 1020, CONFLICT",
    "HY000, 3572, CONFLICT",
    "HY000, 1615, CONFLICT",
    "40000, 0, CONFLICT",
    "08S01, 0, AWAY",
    "HY000, 1412, CONFLICT",
    "40000, 3101, CONFLICT",
    "08001, 1040, OVERLOADED",
    "42000, 1203, OVERLOADED",
    "42000, 1226, OVERLOADED",
    "HY000, 1206, OVERLOADED",
    "70100, 1317, OVERLOADED",
    "70100, 0, OVERLOADED",
    "70100, 1969, OVERLOADED",
    "HY000, 3024, OVERLOADED",
    "HY000, 1021, UNWRITABLE",
    "HY000, 1026, UNWRITABLE",
    "HY000, 1030, UNWRITABLE",
    "HY000, 1114, UNWRITABLE",
    "HY000, 1180, UNWRITABLE",
    "HY000, 1197, UNWRITABLE",
    "HY000, 3019, UNWRITABLE",
    "HY000, 1290, UNWRITABLE",
    "25006, 1792, UNWRITABLE",
    "HY000, 1836, UNWRITABLE",
    "HY000, 1874, UNWRITABLE",
    "HY000, 3989, UNWRITABLE",
    "08S01, 1053, AWAY",
    "70100, 1927, AWAY",
    "08S01, 1047, AWAY",
    "HY000, 3032, AWAY",
    "HY000, 3100, AWAY",
    "HY000, 4031, AWAY",
    "23000, 1062, DUPLICATE",
    "23000, 1452, PARENT_GONE",
    "23000, 1216, PARENT_GONE",
    "23000, 1451, FAULT",
    "22001, 1406, FAULT",
    "42S02, 1146, FAULT",
    "28000, 1045, FAULT",
    ", 1062, DUPLICATE",
    ", 0, FAULT"
  })
  void classifiesErrors(String state, int error, Kind kind) {
    SQLException cause = new SQLException("HUSH", state, error);

    assertEquals(kind, SqlErrors.convert(cause).kind());
    assertEquals(
        kind, SqlErrors.convert(new PersistenceException(new RuntimeException(cause))).kind());
  }

  @Test
  void distinguishesABusyPoolFromAnUnreachableDatabase() {
    SQLException refused = new SQLException("HUSH", "08S01", 0);
    SQLException noDriver = new SQLTransientConnectionException("HUSH", null, 0, new Error("HUSH"));

    assertEquals(Kind.OVERLOADED, kindOfPoolFailure(null, 0, null));
    assertEquals(Kind.AWAY, kindOfPoolFailure("08S01", 0, refused));
    assertEquals(Kind.AWAY, kindOfPoolFailure("28000", 1045, refused));
    assertEquals(Kind.OVERLOADED, kindOfPoolFailure("08004", 1040, refused));
    assertEquals(Kind.AWAY, SqlErrors.convert(new PersistenceException(noDriver)).kind());
  }

  @ParameterizedTest
  @CsvSource({
    "08S01, 0, true",
    ", 0, true",
    "08004, 1040, true",
    "08001, 1040, true",
    "08003, 0, true",
    "08001, 0, false",
    "08S01, 1053, true",
    "HY000, 1129, true",
    "28000, 1045, false",
    "42000, 1044, false",
    "28000, 1698, false",
    "42000, 1049, false",
    "42S02, 1146, false",
    "HY000, 1290, false",
    "01S00, 0, false"
  })
  void aServerWaitsForADatabaseButNotForOneThatRefusesIt(
      String state, int error, boolean isAbsence) {
    SQLException failure = new SQLTransientConnectionException("HUSH", state, error);

    assertEquals(isAbsence, SqlErrors.isAbsence(failure));
    assertEquals(isAbsence, SqlErrors.isAbsence(new PersistenceException(failure)));
    assertFalse(SqlErrors.isAbsence(new PersistenceException("HUSH")));
  }

  private static Kind kindOfPoolFailure(
      @Nullable String state, int error, @Nullable SQLException cause) {
    SQLException failure = new SQLTransientConnectionException("HUSH", state, error, cause);
    return SqlErrors.convert(new PersistenceException(failure)).kind();
  }

  @Test
  void anyOtherExceptionIsAFault() {
    DatabaseException fault = SqlErrors.convert(new PersistenceException("HUSH"));

    assertEquals(Kind.FAULT, fault.kind());
    assertEquals("FAULT: " + PersistenceException.class.getName(), fault.getMessage());
  }

  @Test
  void keepsNoTextOfTheDatabase() {
    SQLException cause = new SQLException("HUSH", "23000", 1062);
    DatabaseException thrown = SqlErrors.convert(new PersistenceException("HUSH", cause));

    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));

    assertEquals("DUPLICATE: SQL error 1062, state 23000", thrown.getMessage());
    assertNull(thrown.getCause());
    assertFalse(trace.toString().contains("HUSH"), trace::toString);
    assertTrue(trace.toString().contains("SqlErrorsTest"), trace::toString);
    assertFalse(thrown.advice().contains("HUSH"));
  }

  @ParameterizedTest
  @CsvSource({
    "1045, NOTIFLOWS_DB_PASSWORD",
    "1044, NOTIFLOWS_DB_USER",
    "1049, character set utf8mb4",
    "1146, `notiflows migrate`",
    "1054, `notiflows migrate`",
    "1205, 'Nothing was written: try again'",
    "1317, 'too busy (SQL error 1317)'",
    "1040, NOTIFLOWS_DB_POOL_SIZE",
    "1021, 'full or read-only (SQL error 1021)'",
    "1290, the server that takes writes",
    "2003, can't be reached (SQL error 2003)",
    "2006, Check that it runs",
    "1064, refuses a statement (SQL error 1064)"
  })
  void givesAdviceToTheAdministrator(int error, String advice) {
    String actual = SqlErrors.convert(new SQLException("HUSH", "HY000", error)).advice();

    assertTrue(actual.contains(advice), actual);
  }
}
