package com.notiflows.server.problem;

import java.util.Locale;

/** Why a request is answered 503. */
public enum Unavailable {
  /** The server has not prepared the database yet. */
  STARTING("The server is starting. Try again in a few seconds."),
  /** The server stops and takes no more requests. */
  SHUTTING_DOWN("The server is shutting down. Send the request again."),
  /** The database does not answer. */
  DATABASE_UNREACHABLE("The database can't be reached. Try again in a few seconds."),
  /** The database runs, but has no free connection or capacity. */
  DATABASE_OVERLOADED("The database is too busy. Try again in a few seconds."),
  /** The database is full or read-only. */
  DATABASE_UNWRITABLE(
      "The database can't store anything at the moment. Try again in a few seconds."),
  /** Other transactions hold the rows for too long. */
  LOCKED(
      "Too many concurrent writes to the same data. Nothing was written; try again in a few"
          + " seconds."),
  /** Too many calls wait in a queue of the server. */
  QUEUE_FULL("Too many requests are waiting. Nothing was written; try again in a few seconds."),
  /** There is no memory for another body. */
  BODY_MEMORY(
      "The server processes too many large requests at the moment. Nothing was written; try again"
          + " in a few seconds.");

  private final String message;

  Unavailable(String message) {
    this.message = message;
  }

  /** The message for callers. */
  public String message() {
    return message;
  }

  /** The reason for programs, such as {@code database_unreachable}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
