package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.model.Hash;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Encrypts endpoints. They are read by {@link EncryptedSettings}, together with settings. */
record EncryptedEndpoints(EndpointMapper mapper, SessionCiphers ciphers) implements EndpointMapper {

  @Override
  public List<OwnerRow> owners(UUID projectId, UUID channelId, List<Hash> hashes) {
    return mapper.owners(projectId, channelId, hashes);
  }

  @Override
  public List<NamedOwnerRow> liveOwners(UUID projectId, UUID channelId, Hash hash, int limit) {
    return mapper.liveOwners(projectId, channelId, hash, limit);
  }

  @Override
  public List<UnseenRow> unseen(UUID projectId, Instant until, int limit) {
    return mapper.unseen(projectId, until, limit);
  }

  @Override
  public int insert(UUID projectId, List<EndpointRow> rows) {
    ProjectCipher cipher = ciphers.toWrite(projectId);
    return mapper.insert(
        projectId, rows.stream().map(row -> RowCipher.encrypted(cipher, projectId, row)).toList());
  }

  @Override
  public int delete(UUID projectId, List<EndpointRow> rows) {
    return mapper.delete(projectId, rows);
  }

  @Override
  public int touch(UUID projectId, List<EndpointRow> rows, Instant now) {
    return mapper.touch(projectId, rows, now);
  }

  @Override
  public int forget(UUID projectId, Instant until, int limit) {
    return mapper.forget(projectId, until, limit);
  }
}
