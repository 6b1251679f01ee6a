package com.notiflows.server.write;

import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.IdempotencyKeyMapper.Row;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The stored responses of a batch's idempotency keys, and those that it adds. */
final class Replies {

  private final Map<Hash, Row> stored = new HashMap<>();
  private final Map<Hash, Reply> added = new LinkedHashMap<>();
  private final List<Hash> expired = new ArrayList<>();

  private Replies() {}

  /**
   * Reads the responses to claims. Reads them after the users are locked, so that a write of
   * another node under the same key is seen.
   */
  static Replies load(
      Mappers mappers, UUID projectId, List<Hash> scopes, Instant now, Duration lifetime) {
    Replies replies = new Replies();
    for (List<Hash> chunk : Chunks.of(scopes)) {
      for (Row row :
          mappers.get(IdempotencyKeyMapper.class).find(projectId, Chunks.padded(chunk))) {
        if (row.createdAt().plus(lifetime).isAfter(now)) {
          replies.stored.put(row.scopeHash(), row);
        } else {
          replies.expired.add(row.scopeHash());
        }
      }
    }
    return replies;
  }

  /** The answer to a request whose key is taken; empty if the write has to be done. */
  <R> Optional<WriteResult<R>> find(Claim<R> claim) {
    Row row = stored.get(claim.scope());
    if (row == null) {
      return Optional.empty();
    }
    if (!row.fingerprint().equals(claim.fingerprint())) {
      return Optional.of(new WriteResult.Refused<>(ApiException.idempotencyKeyReused(claim.key())));
    }
    return Optional.of(new WriteResult.Replayed<>(new Reply(row.status(), row.body(), List.of())));
  }

  /** Renders and adds the response to a write that was just done. */
  <R> Reply add(Claim<R> claim, R value, Instant now) {
    Reply reply = claim.render().apply(value);
    List<UUID> users = reply.userIds();
    UUID onlyUser = users.size() == 1 ? users.get(0) : null;
    stored.put(
        claim.scope(),
        new Row(
            claim.scope(), claim.fingerprint(), reply.status(), reply.body(), onlyUser, now, null));
    added.put(claim.scope(), reply);
    return reply;
  }

  /** Stores what was added. */
  void write(Mappers mappers, UUID projectId) {
    if (added.isEmpty()) {
      return;
    }
    IdempotencyKeyMapper mapper = mappers.get(IdempotencyKeyMapper.class);
    List<Hash> replaced = expired.stream().filter(added::containsKey).toList();
    Chunks.of(replaced).forEach(chunk -> mapper.delete(projectId, chunk));
    List<Row> rows = added.keySet().stream().sorted().map(stored::get).toList();
    Chunks.of(rows, Replies::length).forEach(chunk -> mapper.insert(projectId, chunk));
    added.forEach(
        (scope, reply) -> {
          if (reply.userIds().size() > 1) {
            mapper.insertUsers(projectId, scope, reply.userIds());
          }
        });
  }

  private static long length(Row row) {
    byte[] body = row.body();
    return body == null ? 0 : body.length;
  }
}
