package com.notiflows.server.persistence;

import static com.notiflows.server.persistence.DatabaseException.Kind.AWAY;
import static com.notiflows.server.persistence.DatabaseException.Kind.BUSY;
import static com.notiflows.server.persistence.DatabaseException.Kind.CONFLICT;
import static com.notiflows.server.persistence.DatabaseException.Kind.DUPLICATE;
import static com.notiflows.server.persistence.DatabaseException.Kind.OVERLOADED;
import static com.notiflows.server.persistence.DatabaseException.Kind.PARENT_GONE;
import static com.notiflows.server.persistence.DatabaseException.Kind.UNWRITABLE;
import static java.util.Map.entry;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * What the error numbers of MySQL 8 and MariaDB mean. Numbers that are not listed depend on the SQL
 * state; see {@link SqlErrors}.
 */
final class ErrorNumbers {

  private static final Map<Integer, Kind> KINDS =
      Map.ofEntries(
          // Another transaction was first.
          entry(1022, DUPLICATE), // ER_DUP_KEY
          entry(1062, DUPLICATE), // ER_DUP_ENTRY
          entry(1586, DUPLICATE), // ER_DUP_ENTRY_WITH_KEY_NAME
          entry(1216, PARENT_GONE), // ER_NO_REFERENCED_ROW
          entry(1452, PARENT_GONE), // ER_NO_REFERENCED_ROW_2

          // Deadlocks and changed tables: the same transaction usually succeeds when it is
          // repeated.
          entry(1020, CONFLICT), // ER_CHECKREAD: changed since the snapshot (MariaDB)
          entry(1213, CONFLICT), // ER_LOCK_DEADLOCK; on a cluster also a conflict between nodes
          entry(1412, CONFLICT), // ER_TABLE_DEF_CHANGED
          entry(1613, CONFLICT), // ER_XA_RBTIMEOUT
          entry(1614, CONFLICT), // ER_XA_RBDEADLOCK
          entry(1615, CONFLICT), // ER_NEED_REPREPARE
          entry(1689, CONFLICT), // ER_LOCK_ABORTED: by a change of the table
          entry(3101, CONFLICT), // ER_TRANSACTION_ROLLBACK_DURING_COMMIT (MySQL cluster)
          entry(3572, CONFLICT), // ER_LOCK_NOWAIT (MySQL)

          // The SQL state suggests an immediate retry, but the wait has taken seconds already.
          entry(1205, BUSY), // ER_LOCK_WAIT_TIMEOUT

          // The database runs, but has no capacity left, or gave up a statement that took too long.
          entry(1028, OVERLOADED), // ER_FILSORT_ABORT
          entry(1037, OVERLOADED), // ER_OUTOFMEMORY
          entry(1038, OVERLOADED), // ER_OUT_OF_SORTMEMORY
          entry(1040, OVERLOADED), // ER_CON_COUNT_ERROR: too many connections
          entry(1041, OVERLOADED), // ER_OUT_OF_RESOURCES
          entry(1135, OVERLOADED), // ER_CANT_CREATE_THREAD
          entry(1203, OVERLOADED), // ER_TOO_MANY_USER_CONNECTIONS
          entry(1206, OVERLOADED), // ER_LOCK_TABLE_FULL
          entry(1226, OVERLOADED), // ER_USER_LIMIT_REACHED
          entry(1297, OVERLOADED), // ER_GET_TEMPORARY_ERRMSG
          entry(1317, OVERLOADED), // ER_QUERY_INTERRUPTED: killed
          entry(1461, OVERLOADED), // ER_MAX_PREPARED_STMT_COUNT_REACHED
          entry(1637, OVERLOADED), // ER_TOO_MANY_CONCURRENT_TRXS
          entry(1931, OVERLOADED), // ER_QUERY_EXCEEDED_ROWS_EXAMINED_LIMIT (MariaDB)
          entry(1969, OVERLOADED), // ER_STATEMENT_TIMEOUT (MariaDB)
          entry(3015, OVERLOADED), // ER_ENGINE_OUT_OF_MEMORY
          entry(3024, OVERLOADED), // ER_QUERY_TIMEOUT (MySQL)
          entry(3170, OVERLOADED), // ER_CAPACITY_EXCEEDED (MySQL)
          entry(3177, OVERLOADED), // ER_LOCK_REFUSED_BY_ENGINE (MySQL)
          entry(3985, OVERLOADED), // ER_MDL_OUT_OF_RESOURCES (MySQL)
          entry(4081, OVERLOADED), // ER_DA_GLOBAL_CONN_LIMIT (MySQL)
          entry(4082, OVERLOADED), // ER_DA_CONN_LIMIT (MySQL)

          // The disk, a table or a log is full, or it fails.
          entry(1004, UNWRITABLE), // ER_CANT_CREATE_FILE
          entry(1015, UNWRITABLE), // ER_CANT_LOCK
          entry(1016, UNWRITABLE), // ER_CANT_OPEN_FILE: too many open files
          entry(1021, UNWRITABLE), // ER_DISK_FULL
          entry(1023, UNWRITABLE), // ER_ERROR_ON_CLOSE
          entry(1024, UNWRITABLE), // ER_ERROR_ON_READ
          entry(1026, UNWRITABLE), // ER_ERROR_ON_WRITE
          entry(1030, UNWRITABLE), // ER_GET_ERRNO: an error of the storage engine
          entry(1114, UNWRITABLE), // ER_RECORD_FILE_FULL
          entry(1180, UNWRITABLE), // ER_ERROR_DURING_COMMIT
          entry(1197, UNWRITABLE), // ER_TRANS_CACHE_FULL
          entry(1534, UNWRITABLE), // ER_BINLOG_ROW_LOGGING_FAILED
          entry(1598, UNWRITABLE), // ER_BINLOG_LOGGING_IMPOSSIBLE
          entry(1705, UNWRITABLE), // ER_STMT_CACHE_FULL
          entry(1878, UNWRITABLE), // ER_TEMP_FILE_WRITE_FAILURE
          entry(3019, UNWRITABLE), // ER_INNODB_UNDO_LOG_FULL
          entry(3675, UNWRITABLE), // ER_DISK_FULL_NOWAIT (MySQL)

          // The database takes no writes: a replica, or a failover that is under way.
          entry(1036, UNWRITABLE), // ER_OPEN_AS_READONLY
          entry(1223, UNWRITABLE), // ER_CANT_UPDATE_WITH_READLOCK
          entry(1290, UNWRITABLE), // ER_OPTION_PREVENTS_STATEMENT: --read-only
          entry(1792, UNWRITABLE), // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
          entry(1836, UNWRITABLE), // ER_READ_ONLY_MODE
          entry(1874, UNWRITABLE), // ER_INNODB_READ_ONLY
          entry(1881, UNWRITABLE), // ER_INNODB_FORCED_RECOVERY
          entry(3989, UNWRITABLE), // ER_SCHEMA_READ_ONLY (MySQL)

          // The database starts, stops, has no quorum, or the connection is lost.
          entry(1042, AWAY), // ER_BAD_HOST_ERROR
          entry(1043, AWAY), // ER_HANDSHAKE_ERROR
          entry(1047, AWAY), // ER_UNKNOWN_COM_ERROR: a Galera node without a quorum
          entry(1053, AWAY), // ER_SERVER_SHUTDOWN
          entry(1077, AWAY), // ER_NORMAL_SHUTDOWN
          entry(1078, AWAY), // ER_GOT_SIGNAL
          entry(1079, AWAY), // ER_SHUTDOWN_COMPLETE
          entry(1080, AWAY), // ER_FORCING_CLOSE
          entry(1081, AWAY), // ER_IPSOCK_ERROR
          entry(1129, AWAY), // ER_HOST_IS_BLOCKED
          entry(1152, AWAY), // ER_ABORTING_CONNECTION
          entry(1154, AWAY), // ER_NET_READ_ERROR_FROM_PIPE
          entry(1155, AWAY), // ER_NET_FCNTL_ERROR
          entry(1156, AWAY), // ER_NET_PACKETS_OUT_OF_ORDER
          entry(1157, AWAY), // ER_NET_UNCOMPRESS_ERROR
          entry(1158, AWAY), // ER_NET_READ_ERROR
          entry(1159, AWAY), // ER_NET_READ_INTERRUPTED
          entry(1160, AWAY), // ER_NET_ERROR_ON_WRITE
          entry(1161, AWAY), // ER_NET_WRITE_INTERRUPTED
          entry(1184, AWAY), // ER_NEW_ABORTING_CONNECTION
          entry(1927, AWAY), // ER_CONNECTION_KILLED (MariaDB)
          entry(2002, AWAY), // CR_CONNECTION_ERROR
          entry(2003, AWAY), // CR_CONN_HOST_ERROR
          entry(2006, AWAY), // CR_SERVER_GONE_ERROR
          entry(2013, AWAY), // CR_SERVER_LOST
          entry(2055, AWAY), // CR_SERVER_LOST_EXTENDED
          entry(3032, AWAY), // ER_SERVER_OFFLINE_MODE (MySQL)
          entry(3100, AWAY), // ER_RUN_HOOK_ERROR: a cluster member without a quorum (MySQL)
          entry(3168, AWAY), // ER_SERVER_ISNT_AVAILABLE (MySQL)
          entry(3169, AWAY), // ER_SESSION_WAS_KILLED (MySQL)
          entry(4031, AWAY)); // ER_CLIENT_INTERACTION_TIMEOUT (MySQL)

  private ErrorNumbers() {}

  /** Returns the meaning of a number, if it is listed. */
  static Optional<Kind> kind(int number) {
    return Optional.ofNullable(KINDS.get(number));
  }
}
