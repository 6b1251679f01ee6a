package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Removes a connection from the pool when a statement shows that its server is gone, stops, or
 * can't write. The pool itself knows SQL states only, and some of these failures have the state of
 * another kind. After a failover, a connection to the former primary would stay for minutes; so it
 * is removed, although a full disk then costs a new connection for each failed write.
 */
final class BrokenConnections implements SQLExceptionOverride {

  private static final Set<Kind> OF_SERVER = Set.of(Kind.AWAY, Kind.UNWRITABLE);

  /** What MySQL reports both for a killed statement and for a killed connection. */
  private static final int INTERRUPTED = 1317;

  @java.lang.Override // the interface has a type of the same name
  public Override adjudicate(SQLException failure) {
    boolean isBroken =
        failure.getErrorCode() == INTERRUPTED || OF_SERVER.contains(SqlErrors.kind(failure));
    return isBroken ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
