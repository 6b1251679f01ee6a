package com.notiflows.server.problem;

/** An administrator asked for something that can't be done; the message says why and what to do. */
public class AdministrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Takes a message for people. */
  public AdministrationException(String message) {
    super(message);
  }

  /** Nothing belongs to a project that is not there. */
  public static AdministrationException noSuchProject(java.util.UUID projectId) {
    return new AdministrationException(
        "There is no project " + projectId + ". `projects list` shows those there are.");
  }
}
