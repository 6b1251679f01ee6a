package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What an administrator can do about a database that can't be used. */
final class DatabaseAdvice {

  private DatabaseAdvice() {}

  static String of(Kind kind, @Nullable SQLException cause) {
    int error = cause == null ? 0 : cause.getErrorCode();
    return switch (error) {
      case 1044, 1045, 1698 ->
          "The database refuses the user (SQL error "
              + error
              + "). Check NOTIFLOWS_DB_USER and NOTIFLOWS_DB_PASSWORD, and that the user may use the"
              + " database of NOTIFLOWS_DB_URL.";
      case 1049 ->
          "The database server has no database of the name in NOTIFLOWS_DB_URL (SQL error 1049)."
              + " Create it, with the character set utf8mb4, or correct the name.";
      case 1146, 1054 ->
          "The database lacks tables or columns of this version. Run `notiflows migrate`.";
      default -> general(kind, error);
    };
  }

  private static String general(Kind kind, int error) {
    String number = error == 0 ? "" : " (SQL error " + error + ")";
    return switch (kind) {
      case BUSY, CONFLICT ->
          "Too many concurrent writes to the same data"
              + number
              + ". Nothing was written: try again.";
      case OVERLOADED ->
          "The database is too busy"
              + number
              + ". Try again, and check its load, its limits on connections and statements, and"
              + " NOTIFLOWS_DB_POOL_SIZE.";
      case UNWRITABLE ->
          "The database is full or read-only"
              + number
              + ". Check the space on its disk, and that NOTIFLOWS_DB_URL names the server that"
              + " takes writes.";
      case AWAY ->
          "The database can't be reached"
              + number
              + ". Check that it runs, and that NOTIFLOWS_DB_URL names its host and port.";
      case PARENT_GONE, DUPLICATE, FAULT ->
          "The database refuses a statement"
              + number
              + ". If its schema is that of this version, this is a fault of the server: please report"
              + " it.";
    };
  }
}
