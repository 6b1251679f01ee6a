package com.notiflows.server.embedded;

/** The embedded database cannot be used; the message is written for the person who started it. */
public final class EmbeddedDatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedDatabaseException(String message) {
    super(message);
  }

  EmbeddedDatabaseException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
