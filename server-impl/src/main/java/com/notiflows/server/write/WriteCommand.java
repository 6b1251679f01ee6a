package com.notiflows.server.write;

/**
 * A write as a value. It states which rows it needs and, given them, decides what to change.
 *
 * @param <R> what a successful write returns
 */
public interface WriteCommand<R> {

  /** The rows to lock and read before {@link #decide}. */
  Needs needs();

  /** The weight of a command that carries nothing but ids and short texts. */
  long SMALL = 512;

  /** Its size in memory, roughly, in bytes: what the queue is bounded by. */
  default long weight() {
    return SMALL;
  }

  /**
   * Decides what to change. Pure and total: no SQL, no clock, no exceptions. May run more than
   * once, each time on fresh rows.
   *
   * @param rows the locked rows, with the changes of earlier commands of the same batch; gets the
   *     changes of this one. A command that rejects must not change them.
   */
  Outcome<R> decide(ChangeSet rows);
}
