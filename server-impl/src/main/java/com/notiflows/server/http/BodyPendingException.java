package com.notiflows.server.http;

/**
 * The request needs its body, which has not arrived yet. The response so far is discarded, and the
 * request is processed again when the body is complete.
 */
public final class BodyPendingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception without stack trace, because this is not an error. */
  public BodyPendingException() {
    super("The body has not arrived yet", null, false, false);
  }
}
