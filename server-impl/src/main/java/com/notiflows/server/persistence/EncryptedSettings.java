package com.notiflows.server.persistence;

import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.model.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encrypts settings, and decrypts them together with endpoints. */
record EncryptedSettings(ChannelSettingsMapper mapper, SessionCiphers ciphers)
    implements ChannelSettingsMapper {

  @Override
  public List<PlaceRow> placesOf(
      UUID projectId, UUID channelId, List<byte[]> externalIds, Lock lock) {
    return decrypted(
        projectId, channelId, mapper.placesOf(projectId, channelId, externalIds, lock));
  }

  @Override
  public List<PlaceRow> placesOfUsers(
      UUID projectId, Collection<UUID> userIds, @Nullable Collection<UUID> channelIds, Lock lock) {
    return decrypted(projectId, null, mapper.placesOfUsers(projectId, userIds, channelIds, lock));
  }

  /** The channel is in each row if it is not given. */
  private List<PlaceRow> decrypted(UUID projectId, @Nullable UUID channelId, List<PlaceRow> rows) {
    Set<Integer> keys = new HashSet<>();
    rows.forEach(row -> row.addKeys(keys));
    if (keys.isEmpty()) {
      return rows;
    }
    ProjectCipher cipher = ciphers.toRead(projectId, keys);
    List<PlaceRow> decrypted = new ArrayList<>(rows.size());
    PlaceRow stored = null;
    PlaceRow plain = null;
    for (PlaceRow row : rows) {
      boolean isSamePlace = stored != null && stored.hasSettingsOf(row);
      plain = row.decrypted(cipher, projectId, channelId, isSamePlace ? plain : null);
      stored = row;
      decrypted.add(plain);
    }
    return decrypted;
  }

  @Override
  public List<ExportRow> page(UUID projectId, @Nullable Place after, int limit) {
    return mapper.page(projectId, after, limit);
  }

  @Override
  public int insert(UUID projectId, List<ChannelSettingsRow> rows) {
    return mapper.insert(projectId, encrypted(projectId, rows));
  }

  @Override
  public int update(UUID projectId, List<ChannelSettingsRow> rows) {
    return mapper.update(projectId, encrypted(projectId, rows));
  }

  private List<ChannelSettingsRow> encrypted(UUID projectId, List<ChannelSettingsRow> rows) {
    ProjectCipher cipher = ciphers.toWrite(projectId);
    return rows.stream().map(row -> RowCipher.encrypted(cipher, projectId, row)).toList();
  }

  @Override
  public int delete(UUID projectId, List<Place> places) {
    return mapper.delete(projectId, places);
  }
}
