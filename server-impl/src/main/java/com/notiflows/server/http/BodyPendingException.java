package com.notiflows.server.http;

/**
 * The request needs its body, which has not arrived yet. The answer so far is dropped, and the
 * request is processed again when the body is there.
 */
public final class BodyPendingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one without a stack trace: it is no fault. */
  public BodyPendingException() {
    super("The body has not arrived yet", null, false, false);
  }
}
