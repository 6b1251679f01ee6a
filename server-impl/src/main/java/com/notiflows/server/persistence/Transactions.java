package com.notiflows.server.persistence;

import com.notiflows.server.persistence.DatabaseException.Kind;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
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

  @SuppressWarnings("ThreadLocalUsage") // each database has its own
  private final ThreadLocal<SharedTransaction> shared = new ThreadLocal<>();

  Transactions(SqlSessionFactory factory) {
    this.factory = factory;
  }

  /**
   * Runs one statement, which commits by itself, or belongs to the transaction of {@link
   * #together}.
   *
   * @throws DatabaseException if it fails
   */
  public <M, T> T single(Class<M> mapper, Function<M, T> statement) {
    return alone(mappers -> statement.apply(mappers.get(mapper)));
  }

  /**
   * The same for work that has at most one statement.
   *
   * @throws DatabaseException if it fails
   */
  public <T> T alone(Function<Mappers, T> statement) {
    SharedTransaction joined = shared.get();
    if (joined != null) {
      return joined.statement(session -> statement.apply(mappersOf(session)));
    }
    return attempt(
        () -> {
          try (SqlSession session = factory.openSession(true)) {
            return statement.apply(mappersOf(session));
          }
        });
  }

  /**
   * Runs one statement with {@code NOWAIT} in the transaction of {@link #together}.
   *
   * @param ifLocked gives the result if another transaction holds a row that the statement locks
   * @throws DatabaseException if it fails otherwise
   */
  public <M, T> T tryLock(Class<M> mapper, Function<M, T> statement, Supplier<T> ifLocked) {
    SharedTransaction joined = shared.get();
    if (joined == null) {
      throw new IllegalStateException("A lock needs a transaction that holds it");
    }
    return joined.statement(session -> statement.apply(session.getMapper(mapper)), ifLocked);
  }

  /**
   * Runs several statements in one transaction and returns after its commit; or as a part of the
   * transaction of {@link #together}, which commits later.
   *
   * @throws DatabaseException if it fails; then nothing of it is stored
   */
  public <T> T run(Function<Mappers, T> work) {
    SharedTransaction joined = shared.get();
    if (joined != null) {
      return joined.part(session -> work.apply(mappersOf(session)));
    }
    return attempt(
        () -> {
          try (SqlSession session = factory.openSession(TransactionIsolationLevel.READ_COMMITTED)) {
            T result = work.apply(mappersOf(session));
            session.commit(true);
            return result;
          }
        });
  }

  /**
   * Runs work in which every {@link #single} and {@link #run} of this thread belongs to one
   * transaction, and returns after its commit. A {@code run} that fails is undone alone, so the
   * work may catch its failure and go on. A deadlock undoes everything, and all is run again.
   *
   * @throws DatabaseException if it fails; then nothing of it is stored
   */
  public <T> T together(Supplier<T> work) {
    if (shared.get() != null) {
      throw new IllegalStateException("This thread has a shared transaction already");
    }
    return attempt(
        () -> {
          try (SqlSession session = factory.openSession(TransactionIsolationLevel.READ_COMMITTED)) {
            SharedTransaction transaction = new SharedTransaction(session);
            shared.set(transaction);
            T result = work.get();
            transaction.commit();
            return result;
          } finally {
            shared.remove();
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

  private static <T> T attempt(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (PersistenceException | DatabaseException e) {
        DatabaseException failure =
            e instanceof DatabaseException known ? known : SqlErrors.convert(e);
        if (failure.kind() != Kind.CONFLICT || attempt == ATTEMPTS) {
          throw failure;
        }
        LockSupport.parkNanos(
            ThreadLocalRandom.current().nextLong(1_000_000L << Math.min(attempt, 5)));
      }
    }
  }
}
