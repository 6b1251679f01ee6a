package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.model.Hash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Encrypts the bodies of stored responses. */
record EncryptedReplies(IdempotencyKeyMapper mapper, SessionCiphers ciphers)
    implements IdempotencyKeyMapper {

  @Override
  public List<Row> find(UUID projectId, List<Hash> scopeHashes) {
    List<Row> rows = mapper.find(projectId, scopeHashes);
    List<Integer> keys = rows.stream().map(Row::keyId).filter(Objects::nonNull).toList();
    if (keys.isEmpty()) {
      return rows;
    }
    ProjectCipher cipher = ciphers.toRead(projectId, keys);
    return rows.stream().map(row -> RowCipher.decrypted(cipher, projectId, row)).toList();
  }

  @Override
  public int insert(UUID projectId, List<Row> rows) {
    ProjectCipher cipher = ciphers.toWrite(projectId);
    return mapper.insert(
        projectId, rows.stream().map(row -> RowCipher.encrypted(cipher, projectId, row)).toList());
  }

  @Override
  public int delete(UUID projectId, Collection<Hash> scopeHashes) {
    return mapper.delete(projectId, scopeHashes);
  }

  @Override
  public int insertUsers(UUID projectId, Hash scopeHash, List<UUID> userIds) {
    return mapper.insertUsers(projectId, scopeHash, userIds);
  }

  @Override
  public int deleteOfUsers(UUID projectId, Collection<UUID> userIds) {
    return mapper.deleteOfUsers(projectId, userIds);
  }

  @Override
  public int deleteOld(UUID projectId, Instant until, int limit) {
    return mapper.deleteOld(projectId, until, limit);
  }
}
