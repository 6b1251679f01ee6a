package com.notiflows.server.idempotency;

import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.OldRows;
import java.time.Instant;
import java.util.UUID;

/** Deletes stored responses whose idempotency keys have expired. */
public record OldReplies(Transactions transactions) implements OldRows.Deletion {

  @Override
  public int deleteBatch(UUID projectId, Instant until, int limit) {
    return transactions.single(
        IdempotencyKeyMapper.class, mapper -> mapper.deleteOld(projectId, until, limit));
  }
}
