package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCiphers;
import com.notiflows.server.persistence.DatabaseException.Kind;
import com.notiflows.server.tracing.Tracing;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.TransactionIsolationLevel;

/**
 * Runs statements, alone or in transactions. Holds the only retry loop: work that is retried starts
 * again from the top, so it must have no effects but its statements. Work that finds its connection
 * closed is always retried, because nothing of it is stored.
 */
public final class Transactions {

  private static final Set<Kind> CONFLICTS = EnumSet.of(Kind.CONFLICT);

  /** Failures that another transaction caused by being first. */
  private static final Set<Kind> RACES =
      EnumSet.of(Kind.CONFLICT, Kind.DUPLICATE, Kind.PARENT_GONE);

  private static final int ATTEMPTS = 20;
  private static final int LONGEST_PAUSE_SHIFT = 5;

  /** The mappers of one transaction. What they return and take is plain text. */
  public interface Mappers {

    /** The mapper of that type, whose statements belong to the transaction. */
    <M> M get(Class<M> type);
  }

  private final SqlSessionFactory factory;
  private final ProjectCiphers ciphers;
  private final Tracing tracing;
  private final Runnable onReply;

  /**
   * Uses sessions of the factory.
   *
   * @param ciphers encrypt what is stored
   * @param onReply runs when the database has answered
   */
  Transactions(
      SqlSessionFactory factory, ProjectCiphers ciphers, Tracing tracing, Runnable onReply) {
    this.factory = factory;
    this.ciphers = ciphers;
    this.tracing = tracing;
    this.onReply = onReply;
  }

  /** The data keys that the mappers encrypt with. */
  public ProjectCiphers ciphers() {
    return ciphers;
  }

  /**
   * Runs one statement, which commits by itself. Retries deadlocks.
   *
   * @throws DatabaseException if it fails
   */
  public <M, T> T single(Class<M> mapper, Function<M, T> statement) {
    return retry(
        CONFLICTS,
        () ->
            tracing.transaction(
                () -> {
                  try (SqlSession session = factory.openSession(true)) {
                    T result = statement.apply(mappersOf(session).get(mapper));
                    onReply.run();
                    return result;
                  }
                }));
  }

  /**
   * Runs statements in one transaction and returns after its commit. Retries deadlocks.
   *
   * @throws DatabaseException if it fails; then nothing of it is stored, unless the connection was
   *     lost during the commit
   */
  public <T> T inTransaction(Function<Mappers, T> work) {
    return retry(CONFLICTS, () -> attempt(work));
  }

  /**
   * The same; also retries when another transaction inserted a row first or removed a row that is
   * referred to.
   */
  public <T> T inRace(Function<Mappers, T> work) {
    return retry(RACES, () -> attempt(work));
  }

  /** The same, in one attempt. */
  public <T> T once(Function<Mappers, T> work) {
    return retry(EnumSet.noneOf(Kind.class), () -> attempt(work));
  }

  private <T> T attempt(Function<Mappers, T> work) {
    return tracing.transaction(() -> commit(work));
  }

  private <T> T commit(Function<Mappers, T> work) {
    try (SqlSession session = factory.openSession(TransactionIsolationLevel.READ_COMMITTED)) {
      T result = work.apply(mappersOf(session));
      session.commit(true);
      return result;
    }
  }

  private Mappers mappersOf(SqlSession session) {
    return new EncryptedMappers(
        new Mappers() {
          @Override
          public <M> M get(Class<M> type) {
            return session.getMapper(type);
          }
        },
        ciphers);
  }

  private static <T> T retry(Set<Kind> retried, Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (PersistenceException | DatabaseException e) {
        DatabaseException failure =
            e instanceof DatabaseException known ? known : SqlErrors.convert(e);
        if (failure.isUnsent() && attempt < ATTEMPTS) {
          continue; // with another connection
        }
        if (!retried.contains(failure.kind())) {
          throw failure;
        }
        if (attempt == ATTEMPTS) {
          throw DatabaseException.busy();
        }
        int shift = Math.min(attempt, LONGEST_PAUSE_SHIFT);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L << shift));
      }
    }
  }
}
