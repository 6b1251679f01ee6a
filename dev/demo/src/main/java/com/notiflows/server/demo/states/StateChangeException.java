package com.notiflows.server.demo.states;

/** The request for a state change is invalid. */
public final class StateChangeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String problem;

  StateChangeException(int status, String message) {
    super(message);
    this.status = status;
    this.problem = message;
  }

  /** The HTTP status of the response. */
  int status() {
    return status;
  }

  /** What to change in the request. */
  public String problem() {
    return problem;
  }
}
