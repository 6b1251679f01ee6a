package com.notiflows.server.changes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

/**
 * Appends changes to the chain of their project, in the transaction that makes them. Remembers
 * where chains end, which saves a statement as long as no other server writes.
 */
public final class ChangeLog {

  private static final int SALT_BYTES = 16;
  private static final int REMEMBERED_PROJECTS = 10_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Cache<UUID, Anchor> ends =
      Caffeine.newBuilder().maximumSize(REMEMBERED_PROJECTS).build();

  /**
   * Appends changes. Must be the last step of the transaction: it locks the head of the project's
   * chain, which makes other transactions with changes wait for the commit.
   *
   * @param changes in the order in which they happened
   */
  public void append(Mappers mappers, UUID projectId, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    ChangeMapper mapper = mappers.get(ChangeMapper.class);
    Set<UUID> erased = erased(changes);
    for (List<UUID> chunk : Chunks.of(erased)) {
      mapper.removeDetails(projectId, chunk);
    }
    List<ChangeRow> rows =
        advance(mappers.get(ChangeHeadMapper.class), projectId, changes).stream()
            .map(row -> isOfErased(row, erased) ? row.withoutDetails() : row)
            .toList();
    for (List<ChangeRow> chunk : Chunks.of(rows, ChangeRow::length)) {
      mapper.insert(projectId, chunk);
    }
  }

  /** Links the changes to the end of the chain, which is locked then. */
  private List<ChangeRow> advance(ChangeHeadMapper heads, UUID projectId, List<Change> changes) {
    Anchor remembered = ends.getIfPresent(projectId);
    if (remembered != null) {
      List<ChangeRow> rows = link(remembered, changes);
      if (advance(heads, projectId, remembered, rows) == 1) {
        return rows;
      }
    }
    Anchor end = lock(heads, projectId);
    List<ChangeRow> rows = link(end, changes);
    if (advance(heads, projectId, end, rows) != 1) {
      throw new IllegalStateException("The locked head of the changes has changed");
    }
    return rows;
  }

  private int advance(ChangeHeadMapper heads, UUID projectId, Anchor known, List<ChangeRow> rows) {
    ChangeRow last = rows.get(rows.size() - 1);
    int count =
        heads.advance(projectId, known.position(), known.hash(), last.position(), last.hash());
    if (count == 1) {
      // Before the commit: if that fails, the next transaction finds another end and locks it.
      ends.put(projectId, new Anchor(last.position(), last.hash()));
    }
    return count;
  }

  /** A user can change and be erased in one batch. */
  private static boolean isOfErased(ChangeRow row, Set<UUID> erased) {
    return erased.contains(row.userId()) && !row.type().equals(Change.Type.ERASED.label());
  }

  private static Set<UUID> erased(List<Change> changes) {
    return changes.stream()
        .filter(change -> change.type() == Change.Type.ERASED)
        .map(Change::userId)
        .collect(Collectors.toSet());
  }

  private static Anchor lock(ChangeHeadMapper heads, UUID projectId) {
    Head head = heads.lock(projectId);
    if (head == null) {
      heads.insert(projectId, Chain.START);
      head = heads.lock(projectId);
    }
    if (head == null) {
      throw new IllegalStateException("The head of the changes is missing");
    }
    return new Anchor(head.position(), head.hash());
  }

  private static List<ChangeRow> link(Anchor end, List<Change> changes) {
    byte[] salts = new byte[SALT_BYTES * changes.size()];
    RANDOM.nextBytes(salts);
    List<ChangeRow> rows = new ArrayList<>(changes.size());
    Hash previous = end.hash();
    long position = end.position();
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
