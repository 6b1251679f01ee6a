package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Encrypts custom fields and preferences. */
record EncryptedUsers(UserMapper mapper, SessionCiphers ciphers) implements UserMapper {

  @Override
  public List<UUID> existing(UUID projectId, Collection<UUID> ids) {
    return mapper.existing(projectId, ids);
  }

  @Override
  public List<UserRow> find(UUID projectId, Collection<byte[]> externalIds, Lock lock) {
    return decrypted(projectId, mapper.find(projectId, externalIds, lock));
  }

  @Override
  public List<IdsRow> lock(UUID projectId, Collection<UUID> ids, Lock lock) {
    return mapper.lock(projectId, ids, lock);
  }

  @Override
  public int insert(Collection<UserRow> rows) {
    return mapper.insert(
        rows.stream()
            .map(row -> RowCipher.encrypted(ciphers.toWrite(row.projectId()), row))
            .toList());
  }

  @Override
  public int update(UserRow user) {
    return mapper.update(RowCipher.encrypted(ciphers.toWrite(user.projectId()), user));
  }

  @Override
  public int delete(UUID projectId, Collection<UUID> ids) {
    return mapper.delete(projectId, ids);
  }

  @Override
  public List<UserRow> older(Range range) {
    return decrypted(range.projectId(), mapper.older(range));
  }

  @Override
  public List<UserRow> newer(Range range) {
    return decrypted(range.projectId(), mapper.newer(range));
  }

  private List<UserRow> decrypted(UUID projectId, List<UserRow> rows) {
    List<Integer> keys = rows.stream().map(UserRow::keyId).filter(Objects::nonNull).toList();
    if (keys.isEmpty()) {
      return rows;
    }
    ProjectCipher cipher = ciphers.toRead(projectId, keys);
    return rows.stream().map(row -> RowCipher.decrypted(cipher, row)).toList();
  }
}
