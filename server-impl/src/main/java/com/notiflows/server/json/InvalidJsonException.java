package com.notiflows.server.json;

/**
 * Text is not JSON or exceeds a limit. The message never quotes the text, which may have tokens.
 */
public final class InvalidJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String problem;

  InvalidJsonException(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  /** What is wrong, as the end of a sentence about the text, such as {@code is not UTF-8}. */
  public String problem() {
    return problem;
  }
}
