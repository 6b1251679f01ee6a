package com.notiflows.server.persistence;

import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.StaleRowMapper.KeyCount;
import com.notiflows.server.persistence.StaleRowMapper.ReplyKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts the rows with secrets of a project, page by page: a project can have millions. */
public final class KeyCounts {

  private static final int USERS = 1_000;
  private static final int REPLIES = 5_000;

  private final Transactions transactions;
  private final UUID projectId;
  private final Map<String, Map<Optional<Integer>, Long>> counts = new TreeMap<>();

  private KeyCounts(Transactions transactions, UUID projectId) {
    this.transactions = transactions;
    this.projectId = projectId;
  }

  /**
   * The rows by table, and then by data key; no key for plain text. What is written meanwhile may
   * be missing.
   */
  public static Map<String, Map<Optional<Integer>, Long>> of(
      Transactions transactions, UUID projectId) {
    KeyCounts counts = new KeyCounts(transactions, projectId);
    counts.addUsers();
    counts.addReplies();
    return counts.counts;
  }

  private void addUsers() {
    @Nullable UUID last = null;
    while (true) {
      UUID after = last;
      List<UUID> ids =
          transactions.single(
              StaleRowMapper.class, mapper -> mapper.users(projectId, after, USERS));
      if (ids.isEmpty()) {
        return;
      }
      UUID end = ids.get(ids.size() - 1);
      transactions
          .single(StaleRowMapper.class, mapper -> mapper.countsOfUsers(projectId, ids.get(0), end))
          .forEach(this::add);
      last = end;
    }
  }

  private void addReplies() {
    @Nullable Hash last = null;
    while (true) {
      Hash after = last;
      List<ReplyKey> replies =
          transactions.single(
              StaleRowMapper.class, mapper -> mapper.replies(projectId, after, REPLIES));
      if (replies.isEmpty()) {
        return;
      }
      replies.forEach(reply -> add(new KeyCount("idempotency_keys", reply.keyId(), 1)));
      last = replies.get(replies.size() - 1).scopeHash();
    }
  }

  private void add(KeyCount count) {
    counts
        .computeIfAbsent(count.table(), table -> new HashMap<>())
        .merge(Optional.ofNullable(count.keyId()), count.count(), Long::sum);
  }
}
