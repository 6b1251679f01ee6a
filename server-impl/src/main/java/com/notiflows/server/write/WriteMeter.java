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
   * @param nanos how long its transaction took, from the first statement to the end of the commit
   */
  void committed(int writes, long nanos);
}
