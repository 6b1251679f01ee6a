package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.TransactionIsolationLevel;

/**
 * Runs statements. Work that meets a deadlock or loses a race is run again from the top, so it must
 * have no other effects than its statements.
 */
public final class Transactions {

  private static final int ATTEMPTS = 10;

  /** The mappers of one transaction. */
  public interface Mappers {

    /** The mapper of that type, whose statements belong to the transaction. */
    <M> M get(Class<M> type);
  }

  private final SqlSessionFactory factory;

  Transactions(SqlSessionFactory factory) {
    this.factory = factory;
  }

  /**
   * Runs one statement, which commits by itself.
   *
   * @throws DatabaseException if it fails
   */
  public <M, T> T single(Class<M> mapper, Function<M, T> statement) {
    return attempt(
        () -> {
          try (SqlSession session = factory.openSession(true)) {
            return statement.apply(session.getMapper(mapper));
          }
        });
  }

  /**
   * Runs several statements in one transaction and returns after its commit.
   *
   * @throws DatabaseException if it fails; then nothing of it is stored
   */
  public <T> T run(Function<Mappers, T> work) {
    return attempt(
        () -> {
          try (SqlSession session = factory.openSession(TransactionIsolationLevel.READ_COMMITTED)) {
            T result = work.apply(mappersOf(session));
            session.commit(true);
            return result;
          }
        });
  }

  private static Mappers mappersOf(SqlSession session) {
    return new Mappers() {
      @Override
      public <M> M get(Class<M> type) {
        return session.getMapper(type);
      }
    };
  }

  private static <T> T attempt(java.util.function.Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (PersistenceException e) {
        DatabaseException failure = SqlErrors.convert(e);
        if (failure.kind() != Kind.CONFLICT || attempt == ATTEMPTS) {
          throw failure;
        }
        LockSupport.parkNanos(
            ThreadLocalRandom.current().nextLong(1_000_000L << Math.min(attempt, 5)));
      }
    }
  }
}
