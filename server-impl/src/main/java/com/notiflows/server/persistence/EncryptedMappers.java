package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCiphers;
import com.notiflows.server.persistence.Transactions.Mappers;

/**
 * Mappers whose rows are plain text for their callers and encrypted in the database. Only the
 * statements of {@link StaleRowMapper} see what is stored.
 */
final class EncryptedMappers implements Mappers {

  private final Mappers plain;
  private final SessionCiphers ciphers;

  /** Wraps the mappers of a session. */
  EncryptedMappers(Mappers plain, ProjectCiphers cache) {
    this.plain = plain;
    this.ciphers = new SessionCiphers(cache, plain);
  }

  @Override
  public <M> M get(Class<M> type) {
    M mapper = plain.get(type);
    if (mapper instanceof EndpointMapper endpoints) {
      return type.cast(new EncryptedEndpoints(endpoints, ciphers));
    }
    if (mapper instanceof ChannelSettingsMapper settings) {
      return type.cast(new EncryptedSettings(settings, ciphers));
    }
    if (mapper instanceof UserMapper users) {
      return type.cast(new EncryptedUsers(users, ciphers));
    }
    if (mapper instanceof IdempotencyKeyMapper replies) {
      return type.cast(new EncryptedReplies(replies, ciphers));
    }
    return mapper;
  }
}
