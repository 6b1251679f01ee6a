package com.notiflows.server.write;

/**
 * A write as a value. It says which rows it needs and, given them, what becomes of them.
 *
 * @param <R> what a successful write returns
 */
public interface WriteCommand<R> {

  /** The rows to lock and read before {@link #decide}. */
  Needs needs();

  /** Its size in memory, roughly, in bytes: what the queue is bounded by. */
  long weight();

  /**
   * Decides what to change. Pure and total: no SQL, no clock, no exceptions. May run more than
   * once, each time on fresh rows.
   *
   * @param rows the locked rows, with the changes of earlier commands of the same batch; gets the
   *     changes of this one. A command that rejects must not change them.
   */
  Outcome<R> decide(ChangeSet rows);
}
