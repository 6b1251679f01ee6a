package com.notiflows.server.problem;

/** An exception whose message is ours: it repeats nothing that a caller or a library wrote. */
public interface SafeMessage {

  /** The message, which may be logged. */
  String getMessage();
}
