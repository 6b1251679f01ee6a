package com.notiflows.server.problem;

/** An exception whose message contains no text of callers or libraries. */
public interface SafeMessage {

  /** The message, which may be logged. */
  String getMessage();
}
