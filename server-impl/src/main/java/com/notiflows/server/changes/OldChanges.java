package com.notiflows.server.changes;

import com.notiflows.server.persistence.ChangeHeadMapper;
import com.notiflows.server.persistence.ChangeMapper;
import com.notiflows.server.persistence.ChangeRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.projects.OldRows;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deletes changes that are too old. */
public record OldChanges(Transactions transactions) implements OldRows.Deletion {

  @Override
  public int deleteBatch(UUID projectId, Instant until, int limit) {
    return transactions.inTransaction(mappers -> deleteBatch(mappers, projectId, until, limit));
  }

  /** Deletes before it locks the head: the order of writes that erase a user. */
  private static int deleteBatch(Mappers mappers, UUID projectId, Instant until, int limit) {
    ChangeHeadMapper heads = mappers.get(ChangeHeadMapper.class);
    ChangeMapper changes = mappers.get(ChangeMapper.class);
    List<ChangeRow> old =
        changes.after(projectId, heads.current(projectId).removed(), limit).stream()
            .takeWhile(row -> row.changedAt().isBefore(until))
            .toList();
    if (!old.isEmpty()) {
      ChangeRow last = old.get(old.size() - 1);
      changes.deleteUntil(projectId, last.position());
      heads.remove(projectId, last.position(), last.hash());
    }
    return old.size();
  }
}
