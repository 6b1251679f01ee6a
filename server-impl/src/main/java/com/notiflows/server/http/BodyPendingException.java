package com.notiflows.server.http;

/**
 * Somebody reads a body that has not come yet. What the request was answered with is dropped; it is
 * processed once more when the body is there.
 */
public final class BodyPendingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one without a stack trace: it is no fault. */
  public BodyPendingException() {
    super("The body has not come yet", null, false, false);
  }
}
