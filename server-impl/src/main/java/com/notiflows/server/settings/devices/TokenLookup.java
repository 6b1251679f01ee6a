package com.notiflows.server.settings.devices;

import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.spec.BundledSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Finds the users of a device token. */
public final class TokenLookup {

  private final BundledSpec spec;
  private final Transactions transactions;
  private final TokenKeys keys;

  /** Reads through the transactions. */
  public TokenLookup(BundledSpec spec, Transactions transactions) {
    this.spec = spec;
    this.transactions = transactions;
    this.keys = new TokenKeys(transactions);
  }

  /** A user who has the token. */
  public record Owner(UUID userId, String externalId) {}

  /**
   * The users who have a token, in order of their ids; no more of them than the spec lists.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for the channel, 422 if it has no device tokens
   */
  public List<Owner> owners(Access access, String channelText, String token) {
    Access.Channel channel = access.requireChannel(channelText);
    DeviceTokens.requireProvider(spec, channel, "device_token");
    byte[] hash = keys.of(access).hash(token);
    int limit = spec.limits().listedTokenOwners();
    return transactions
        .single(
            DeviceTokenMapper.class,
            mapper -> mapper.owners(access.projectId(), channel.id(), hash, limit))
        .stream()
        .map(row -> new Owner(row.userId(), new String(row.externalId(), StandardCharsets.UTF_8)))
        .toList();
  }
}
