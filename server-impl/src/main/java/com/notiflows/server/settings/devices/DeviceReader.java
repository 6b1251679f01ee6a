package com.notiflows.server.settings.devices;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.DeviceTokenMapper.DeviceRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.Device;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
   * Settings with the devices that they list.
   *
   * @param devices in the order of the tokens; empty if the provider has no device tokens
   */
  public record Found(ChannelSettings settings, Optional<List<Device>> devices) {}

  /**
   * The devices of settings. If somebody writes meanwhile, both are read once more, together.
   *
   * @param settings as they were looked up
   * @throws ApiException 404 if they are gone
   */
  public Found read(Access access, String channelText, ChannelSettings settings) {
    boolean hasDevices =
        providers.find(settings.provider()).flatMap(Provider::tokenOwnership).isPresent();
    if (!hasDevices) {
      return new Found(settings, Optional.empty());
    }
    Place place = new Place(settings.userId(), settings.channelId());
    List<DeviceRow> rows =
        transactions.single(DeviceTokenMapper.class, mapper -> rows(mapper, access, place));
    Found found = found(keys.of(access), settings, rows);
    int listed = found.devices().orElseThrow().size();
    boolean isWhole =
        listed == rows.size() && listed == DeviceTokens.in(settings.settings()).size();
    return isWhole
        ? found
        : transactions.run(mappers -> locked(mappers, access, channelText, place));
  }

  private Found locked(Mappers mappers, Access access, String channelText, Place place) {
    Access.Channel channel = access.requireChannel(channelText);
    ChannelSettings settings =
        mappers.get(ChannelSettingsMapper.class).lock(access.projectId(), List.of(place)).stream()
            .findFirst()
            .map(Access.Stored::of)
            .map(stored -> ChannelSettings.of(place.userId(), channel, stored))
            .orElseThrow(() -> ChannelSettings.notFound(channelText));
    List<DeviceRow> rows = rows(mappers.get(DeviceTokenMapper.class), access, place);
    return found(keys.of(access), settings, rows);
  }

  private static List<DeviceRow> rows(DeviceTokenMapper mapper, Access access, Place place) {
    return mapper.devices(access.projectId(), place.userId(), place.channelId());
  }

  private static Found found(TokenKey key, ChannelSettings settings, List<DeviceRow> rows) {
    Map<ByteBuffer, DeviceRow> byHash = new HashMap<>();
    rows.forEach(row -> byHash.put(ByteBuffer.wrap(row.tokenHash()), row));
    Set<String> tokens = DeviceTokens.in(settings.settings());
    List<Device> devices = new ArrayList<>();
    for (String token : tokens) {
      DeviceRow row = byHash.get(ByteBuffer.wrap(key.hash(token)));
      if (row != null) {
        devices.add(device(token, row));
      }
    }
    return new Found(settings, Optional.of(devices));
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
