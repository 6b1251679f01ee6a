package com.notiflows.server.settings.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.Races;
import com.notiflows.server.persistence.RetiredTokenMapper;
import com.notiflows.server.persistence.RetiredTokenMapper.RetiredRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.DeviceFacts;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.settings.store.SettingsChange;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import com.notiflows.server.settings.store.TokenOwners;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Brings device tokens back from quarantine. */
public final class TokenRestoration {

  private final BundledSpec spec;
  private final Transactions transactions;
  private final DeviceTokenService tokens;
  private final SettingsWriter writer;
  private final TokenOwners owners;
  private final TokenKeys keys;
  private final Clock clock;

  /** Stores through the transactions; the clock tells how long a token was in quarantine. */
  public TokenRestoration(
      BundledSpec spec,
      Transactions transactions,
      DeviceTokenService tokens,
      SettingsWriter writer,
      Clock clock) {
    this.spec = spec;
    this.transactions = transactions;
    this.tokens = tokens;
    this.writer = writer;
    this.owners = new TokenOwners(spec.providers());
    this.keys = new TokenKeys(transactions);
    this.clock = clock;
  }

  /**
   * Gives a token back to those it was taken from, unless another has it whom it belongs to now, or
   * its installation has another token now; returns after the commit.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for the channel, or if nobody has the token and it is not in
   *     quarantine; 422 if the channel has no device tokens, or if a user has too many
   */
  public void restore(Access access, String channelText, String token) {
    Access.Channel channel = access.requireChannel(channelText);
    Provider provider = DeviceTokens.requireProvider(spec, channel, "device_token");
    TokenKey key = keys.of(access);
    byte[] hash = key.hash(token);
    Races.run(
        lost ->
            transactions.run(
                mappers -> restore(mappers, access.projectId(), channel, provider, key, hash)));
  }

  private int restore(
      Mappers mappers,
      UUID projectId,
      Access.Channel channel,
      Provider provider,
      TokenKey key,
      byte[] hash) {
    RetiredTokenMapper quarantine = mappers.get(RetiredTokenMapper.class);
    Instant since = clock.instant().minusSeconds(spec.limits().quarantineSeconds());
    List<RetiredRow> rows = quarantine.lockRetired(projectId, channel.id(), hash, since);
    Set<UUID> living =
        new HashSet<>(
            mappers.get(DeviceTokenMapper.class).holders(projectId, channel.id(), List.of(hash)));
    if (rows.isEmpty() && living.isEmpty()) {
      throw ApiException.notFound("device_token", null, "The device token is not in quarantine");
    }
    boolean isTaken = !living.isEmpty() && owners.isExclusive(channel);
    List<SettingsChange> changes =
        rows.stream()
            .filter(row -> !isTaken && !living.contains(row.userId()))
            .map(row -> change(row, channel, provider))
            .toList();
    if (!changes.isEmpty()) {
      quarantine.lockUsers(projectId, changes.stream().map(SettingsChange::userId).toList());
      writer.write(mappers, projectId, key, changes, Look.LOCKED);
      rows.forEach(quarantine::keepFirstSeen);
    }
    return quarantine.release(projectId, channel.id(), hash);
  }

  private SettingsChange change(RetiredRow row, Access.Channel channel, Provider provider) {
    String facts = row.facts();
    List<DeviceFacts> devices =
        facts == null ? List.of() : List.of(facts(row.token(), CanonicalJson.read(facts)));
    DeviceTokenChanges added =
        new DeviceTokenChanges(List.of(row.token()), List.of(), List.of(), devices);
    Provider.Shape shape = provider.settings().orElseThrow();
    return new SettingsChange(
        row.userId(),
        channel,
        Optional.empty(),
        added.added(),
        devices,
        List.of(),
        (before, seen) -> {
          Optional<ChannelSettings> found = before.get();
          return found.isPresent() && !seen.superseded().isEmpty()
              ? found.get().settings() // the installation has registered another token since
              : tokens.change(found, seen, channel, shape, added, "device_token");
        });
  }

  private static DeviceFacts facts(String token, JsonNode facts) {
    return new DeviceFacts(
        token, Optional.ofNullable(facts.get("installation_id")).map(JsonNode::asText), facts);
  }
}
