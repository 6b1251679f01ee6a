package com.notiflows.server.persistence;

import com.notiflows.server.problem.AdministrationException;

/** The database is not there yet, or takes no connections yet: the same may work later. */
public final class DatabaseAbsentException extends AdministrationException {

  private static final long serialVersionUID = 1L;

  /** Takes a message for people. */
  public DatabaseAbsentException(String message) {
    super(message);
  }
}
