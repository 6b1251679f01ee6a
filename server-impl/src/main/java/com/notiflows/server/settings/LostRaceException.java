package com.notiflows.server.settings;

/** Settings are no longer as they were looked up: look again, and write again. */
final class LostRaceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LostRaceException() {
    super("The settings have changed since they were looked up", null, false, false);
  }
}
