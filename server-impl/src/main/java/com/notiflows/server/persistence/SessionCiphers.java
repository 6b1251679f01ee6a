package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.encryption.ProjectCiphers;
import com.notiflows.server.persistence.Transactions.Mappers;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The ciphers for the statements of one session, which also reads data keys that are not cached.
 */
final class SessionCiphers {

  private final ProjectCiphers cache;
  private final Mappers mappers;

  SessionCiphers(ProjectCiphers cache, Mappers mappers) {
    this.cache = cache;
    this.mappers = mappers;
  }

  /** The cipher to store data with. */
  ProjectCipher toWrite(UUID projectId) {
    return cache.toWrite(projectId).orElseGet(() -> read(projectId));
  }

  /** A cipher that knows these keys, if they exist. Reads the keys again at most once. */
  ProjectCipher toRead(UUID projectId, Collection<Integer> keyIds) {
    return cache
        .toRead(projectId)
        .filter(known -> keyIds.stream().allMatch(known::knows))
        .orElseGet(() -> read(projectId));
  }

  /** Reads the keys. */
  ProjectCipher read(UUID projectId) {
    List<DataKeyMapper.Row> rows = mappers.get(DataKeyMapper.class).list(projectId);
    long revision = rows.isEmpty() ? 0 : rows.get(0).revision();
    return cache.put(projectId, revision, DataKeyMapper.keys(rows));
  }
}
