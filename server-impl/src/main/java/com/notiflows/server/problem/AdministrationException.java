package com.notiflows.server.problem;

/** An administrative command failed. The message says why and what to do. */
public class AdministrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for people. */
  public AdministrationException(String message) {
    super(message);
  }

  /** The project does not exist. */
  public static AdministrationException noSuchProject(java.util.UUID projectId) {
    return new AdministrationException(
        "There is no project " + projectId + ". `projects list` lists all projects.");
  }
}
