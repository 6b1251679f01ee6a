package com.notiflows.server.embedded;

/** The embedded database cannot be used. The message says what to do. */
public final class EmbeddedDatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedDatabaseException(String message) {
    super(message);
  }

  EmbeddedDatabaseException(String message, Throwable cause) {
    super(message + ": " + cause, cause);
  }
}
