package com.notiflows.server.changes;

import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChangeHeadMapper;
import com.notiflows.server.persistence.ChangeHeadMapper.Head;
import com.notiflows.server.persistence.ChangeMapper;
import com.notiflows.server.persistence.ChangeRow;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.Transactions.Mappers;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Appends changes to the chain of their project, in the transaction that makes them. */
public final class ChangeLog {

  private static final int SALT_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ChangeLog() {}

  /**
   * Appends changes. Must be the last step of the transaction: it locks the head of the project's
   * chain, which makes other transactions with changes wait for the commit.
   *
   * @param changes in the order in which they happened
   */
  public static void append(Mappers mappers, UUID projectId, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    ChangeMapper mapper = mappers.get(ChangeMapper.class);
    for (List<UUID> chunk : Chunks.of(erased(changes))) {
      mapper.removeDetails(projectId, chunk);
    }
    ChangeHeadMapper heads = mappers.get(ChangeHeadMapper.class);
    Head head = lock(heads, projectId);
    List<ChangeRow> rows = link(head, changes);
    for (List<ChangeRow> chunk : Chunks.of(rows, ChangeRow::length)) {
      mapper.insert(projectId, chunk);
    }
    ChangeRow last = rows.get(rows.size() - 1);
    heads.advance(projectId, last.position(), last.hash());
  }

  private static Set<UUID> erased(List<Change> changes) {
    return changes.stream()
        .filter(change -> change.type() == Change.Type.ERASED)
        .map(Change::userId)
        .collect(Collectors.toSet());
  }

  private static Head lock(ChangeHeadMapper heads, UUID projectId) {
    Head head = heads.lock(projectId);
    if (head != null) {
      return head;
    }
    heads.insert(projectId, Chain.START);
    Head inserted = heads.lock(projectId);
    if (inserted == null) {
      throw new IllegalStateException("The head of the changes is missing");
    }
    return inserted;
  }

  private static List<ChangeRow> link(Head head, List<Change> changes) {
    byte[] salts = new byte[SALT_BYTES * changes.size()];
    RANDOM.nextBytes(salts);
    List<ChangeRow> rows = new ArrayList<>(changes.size());
    Hash previous = head.hash();
    long position = head.position();
    for (int i = 0; i < changes.size(); i++) {
      String salt = HexFormat.of().formatHex(salts, i * SALT_BYTES, (i + 1) * SALT_BYTES);
      position++;
      ChangeRow row = row(position, changes.get(i), salt, previous);
      previous = row.hash();
      rows.add(row);
    }
    return rows;
  }

  private static ChangeRow row(long position, Change change, String salt, Hash previous) {
    String details = ChangeDetails.of(change).write(salt);
    Author author = change.author();
    ChangeRow row =
        new ChangeRow(
            position,
            change.at(),
            change.type().label(),
            change.userId(),
            change.channelId().orElse(null),
            author.type().label(),
            author.secretKeyId().orElse(null),
            details,
            Chain.hash(details),
            Chain.START);
    return row.linked(Chain.link(previous, row));
  }
}
