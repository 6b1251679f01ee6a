package com.notiflows.server.write;

/** Measures batches of writes. Is called by many threads, and must return at once. */
@FunctionalInterface
public interface WriteMeter {

  /** Measures nothing. */
  WriteMeter NONE = (writes, nanos) -> {};

  /**
   * A batch was committed.
   *
   * @param writes how many writes it has
   * @param nanos how long it took until the end of the commit, with waits for locks and retries
   */
  void committed(int writes, long nanos);

  /** A batch failed because of another one, and is run again. */
  default void repeated() {}
}
