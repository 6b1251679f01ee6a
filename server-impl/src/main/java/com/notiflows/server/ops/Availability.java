package com.notiflows.server.ops;

import com.notiflows.server.problem.Unavailable;
import java.util.Optional;

/**
 * Whether this server takes requests, as far as it knows without asking the database. It takes them
 * from the beginning, unless {@link #starting} is called first.
 */
public final class Availability {

  private volatile Optional<Unavailable> obstacle = Optional.empty();
  private boolean isStopping;

  /** The database is being prepared. */
  public void starting() {
    change(Optional.of(Unavailable.STARTING));
  }

  /** The server can't prepare the database because it is not there yet. */
  public void awaitingDatabase() {
    change(Optional.of(Unavailable.DATABASE_UNREACHABLE));
  }

  /** The database is prepared. */
  public void serving() {
    change(Optional.empty());
  }

  /** The server shuts down. There is no way back. */
  public synchronized void stopping() {
    obstacle = Optional.of(Unavailable.SHUTTING_DOWN);
    isStopping = true;
  }

  /** Why no requests are taken; empty if they are. */
  public Optional<Unavailable> obstacle() {
    return obstacle;
  }

  private synchronized void change(Optional<Unavailable> next) {
    if (!isStopping) {
      obstacle = next;
    }
  }
}
