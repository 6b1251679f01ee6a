package com.notiflows.server.projects;

import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.DeviceTokenMapper.KeyRow;
import com.notiflows.server.persistence.Transactions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/** The keys by which projects index their device tokens. */
public final class TokenKeys {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;

  private final Transactions transactions;

  /** Stores through the transactions. */
  public TokenKeys(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The key of the project that a call came from; makes it if the project has none yet. */
  public TokenKey of(Access access) {
    return access.tokenKey().orElseGet(() -> make(access.projectId()));
  }

  /** The key of a project; empty if it has none yet, and so no device tokens. */
  public Optional<TokenKey> find(UUID projectId) {
    return transactions
        .single(DeviceTokenMapper.class, mapper -> Optional.ofNullable(mapper.key(projectId)))
        .map(KeyRow::tokenKey)
        .map(TokenKey::new);
  }

  /** The key of a project; makes it if the project has none yet. */
  public TokenKey of(UUID projectId) {
    return find(projectId).orElseGet(() -> make(projectId));
  }

  private TokenKey make(UUID projectId) {
    byte[] fresh = new byte[KEY_BYTES];
    RANDOM.nextBytes(fresh);
    transactions.single(DeviceTokenMapper.class, mapper -> mapper.setKey(projectId, fresh));
    return find(projectId) // another node may have been first
        .orElseThrow(() -> new IllegalStateException("The project has no token key"));
  }
}
