package com.notiflows.server.idempotency;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.IdempotencyKeyMapper.ClaimRow;
import com.notiflows.server.persistence.IdempotencyKeyMapper.KeptRow;
import com.notiflows.server.persistence.Races;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.spec.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does a write with an idempotency key once, and answers the same request again from then on. */
public final class IdempotencyService {

  private final AccessService accesses;
  private final Transactions transactions;
  private final Clock clock;
  private final Limits limits;

  /** Wires the service; the clock and the limits tell which keys have grown old. */
  public IdempotencyService(
      AccessService accesses, Transactions transactions, Clock clock, Limits limits) {
    this.accesses = accesses;
    this.transactions = transactions;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Runs the work and keeps its answer, in one transaction, and returns after the commit; or
   * returns the answer that is kept. A failure of the work is not kept.
   *
   * @param work is told who calls; may be run more than once, and must have no other effects than
   *     its statements
   * @throws ApiException 409 if the key belongs to another request, or if the first request with it
   *     is still under way; and what the work throws
   */
  public KeptAnswer once(Access found, KeyedRequest request, Function<Access, KeptAnswer> work) {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    // A round is lost if the user is deleted between the write and the keeping of its answer.
    return Races.run(lost -> transactions.together(() -> attempt(found, isFirst, request, work)));
  }

  private KeptAnswer attempt(
      Access found,
      AtomicBoolean isFirst,
      KeyedRequest request,
      Function<Access, KeptAnswer> work) {
    boolean isFresh = isFirst.getAndSet(false);
    ClaimRow claim =
        new ClaimRow(
            found.projectId(),
            request.scopeHash(found),
            request.fingerprint(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    // Claim first: a write must not be seen without its key, nor done by two who both saw no key.
    Optional<KeptRow> kept = claim(claim, request.key());
    if (kept.isPresent()) {
      KeptRow row = kept.get();
      return new KeptAnswer(row.status(), row.body(), List.of(), true);
    }
    lockUser(found);
    KeptAnswer answer = work.apply(isFresh ? found : accesses.open(found.request()));
    List<UUID> users = answer.userIds();
    UUID onlyUser = users.size() == 1 ? users.get(0) : null;
    transactions.single(
        IdempotencyKeyMapper.class,
        mapper ->
            mapper.keep(
                claim.projectId(), claim.scopeHash(), answer.status(), answer.body(), onlyUser));
    if (users.size() > 1) {
      transactions.single(
          IdempotencyKeyMapper.class,
          mapper -> mapper.keepOf(claim.projectId(), claim.scopeHash(), users));
    }
    return answer;
  }

  /**
   * Lets writes of one user wait for each other. Keeping an answer locks its user after what the
   * user has; whoever locks in the other order would meet it in a deadlock.
   */
  private void lockUser(Access access) {
    access
        .externalId()
        .map(id -> id.getBytes(StandardCharsets.UTF_8))
        .ifPresent(
            id ->
                transactions.single(
                    UserMapper.class,
                    users -> Optional.ofNullable(users.lock(access.projectId(), id))));
  }

  /** What a look for a key came to; a row that is not ours is read, but may be about to change. */
  private record Found(@Nullable KeptRow row, boolean isOurs) {}

  /** The answer that is kept; empty if the key is ours now. */
  private Optional<KeptRow> claim(ClaimRow claim, String key) {
    Found found = look(claim);
    KeptRow row = found.row();
    if (found.isOurs() && row == null) {
      if (isInserted(claim)) {
        return Optional.empty();
      }
      row = committed(claim);
    } else if (found.isOurs() && row != null && isOld(row, claim.now())) {
      transactions.single(IdempotencyKeyMapper.class, mapper -> mapper.renew(claim));
      return Optional.empty();
    }
    if (row == null || isOld(row, claim.now())) {
      throw ApiException.inProgress(key, limits.inProgressRetrySeconds());
    }
    if (!Arrays.equals(row.fingerprint(), claim.fingerprint())) {
      throw ApiException.idempotencyKeyReused(key);
    }
    return Optional.of(row);
  }

  private Found look(ClaimRow claim) {
    return transactions.tryLock(
        IdempotencyKeyMapper.class,
        mapper -> new Found(mapper.lock(claim.projectId(), claim.scopeHash()), true),
        () -> new Found(committed(claim), false));
  }

  private @Nullable KeptRow committed(ClaimRow claim) {
    return transactions
        .single(
            IdempotencyKeyMapper.class,
            mapper -> Optional.ofNullable(mapper.find(claim.projectId(), claim.scopeHash())))
        .orElse(null);
  }

  /** Takes the key, after waiting for whoever took it since we looked; false if they keep it. */
  private boolean isInserted(ClaimRow claim) {
    try {
      return transactions.single(IdempotencyKeyMapper.class, mapper -> mapper.claim(claim)) == 1;
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.DUPLICATE) {
        return false;
      }
      throw e;
    }
  }

  private boolean isOld(KeptRow row, Instant now) {
    return !row.createdAt().plusSeconds(limits.idempotencyKeySeconds()).isAfter(now);
  }
}
