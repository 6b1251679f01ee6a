package com.notiflows.server.persistence;

import java.sql.Connection;
import javax.sql.DataSource;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.apache.ibatis.transaction.Transaction;
import org.apache.ibatis.transaction.TransactionFactory;
import org.jspecify.annotations.Nullable;

/** Makes transactions on connections that have the right isolation already. */
final class PlainTransactionFactory implements TransactionFactory {

  private final Runnable onReply;

  /** The action runs when the database has answered. */
  PlainTransactionFactory(Runnable onReply) {
    this.onReply = onReply;
  }

  @Override
  public Transaction newTransaction(
      DataSource pool, @Nullable TransactionIsolationLevel level, boolean isAutoCommit) {
    return new PlainTransaction(pool, isAutoCommit, onReply);
  }

  @Override
  public Transaction newTransaction(Connection connection) {
    throw new UnsupportedOperationException("A transaction takes its connection from the pool");
  }
}
