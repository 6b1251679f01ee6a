package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.DeviceTokenMapper.DeviceRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is known of devices. */
public final class DeviceReader {

  private final ProviderCatalog providers;
  private final Transactions transactions;
  private final TokenKeys keys;

  /** Reads through the transactions. */
  public DeviceReader(ProviderCatalog providers, Transactions transactions) {
    this.providers = providers;
    this.transactions = transactions;
    this.keys = new TokenKeys(transactions);
  }

  /**
   * The devices whose tokens stand in settings, in the same order; empty if the provider has no
   * device tokens. A token that was removed since the settings were read is left out.
   */
  public Optional<List<Device>> devices(Access access, ChannelSettings settings) {
    return providers
        .find(settings.provider())
        .flatMap(Provider::tokenOwnership)
        .map(ownership -> read(access, settings));
  }

  private List<Device> read(Access access, ChannelSettings settings) {
    Map<ByteBuffer, DeviceRow> rows = new HashMap<>();
    transactions
        .single(
            DeviceTokenMapper.class,
            mapper -> mapper.devices(access.projectId(), settings.userId(), settings.channelId()))
        .forEach(row -> rows.put(ByteBuffer.wrap(row.tokenHash()), row));
    TokenKey key = keys.of(access);
    List<Device> devices = new ArrayList<>();
    for (String token : Draft.tokens(settings.settings())) {
      DeviceRow row = rows.get(ByteBuffer.wrap(key.hash(token)));
      if (row != null) {
        devices.add(device(token, row));
      }
    }
    return devices;
  }

  private static Device device(String token, DeviceRow row) {
    String facts = row.facts();
    return new Device(
        token,
        facts == null ? JsonNodeFactory.instance.objectNode() : CanonicalJson.read(facts),
        row.firstSeenAt(),
        row.lastSeenAt());
  }
}
