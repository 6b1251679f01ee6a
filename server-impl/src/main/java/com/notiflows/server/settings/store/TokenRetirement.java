package com.notiflows.server.settings.store;

import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.ChannelSettingsMapper.StoredRow;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.DeviceTokenRow;
import com.notiflows.server.persistence.RetiredTokenMapper;
import com.notiflows.server.persistence.RetiredTokenMapper.LivingRow;
import com.notiflows.server.persistence.RetiredTokenMapper.RetiredRow;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes device tokens out of settings and puts them into quarantine, within a transaction. Users
 * are locked before their settings, and settings before their tokens, as all writers do.
 */
public final class TokenRetirement {

  private final UUID projectId;
  private final TokenKey key;
  private final Instant now;

  public TokenRetirement(UUID projectId, TokenKey key, Instant now) {
    this.projectId = projectId;
    this.key = key;
    this.now = now;
  }

  /**
   * Retires tokens.
   *
   * @param found who has them, as far as is known
   * @param reason why a token shall be retired, as it is now that it is locked; empty if it shall
   *     not
   * @return those that were retired
   */
  public List<LivingRow> retire(
      Mappers mappers, List<LivingRow> found, Function<LivingRow, Optional<String>> reason) {
    if (found.isEmpty()) {
      return List.of();
    }
    RetiredTokenMapper tokens = mappers.get(RetiredTokenMapper.class);
    ChannelSettingsMapper settings = mappers.get(ChannelSettingsMapper.class);
    List<UUID> users = found.stream().map(LivingRow::userId).distinct().sorted().toList();
    Chunks.of(users).forEach(chunk -> tokens.lockUsers(projectId, chunk));
    Map<Place, Draft> drafts = lock(settings, found);
    List<LivingRow> retired = new ArrayList<>();
    List<RetiredRow> quarantined = new ArrayList<>();
    Map<Draft, Map<ByteBuffer, String>> texts = new HashMap<>();
    for (LivingRow row : lockTokens(tokens, found)) {
      Optional<String> why = reason.apply(row);
      Draft draft = drafts.get(new Place(row.userId(), row.channelId()));
      if (why.isPresent() && draft != null) {
        String token =
            texts.computeIfAbsent(draft, this::byHash).get(ByteBuffer.wrap(row.tokenHash()));
        if (token != null) {
          quarantined.add(quarantine(draft, row, token, why.get()));
        }
        retired.add(row);
      }
    }
    save(mappers, drafts, retired, quarantined);
    return retired;
  }

  private List<LivingRow> lockTokens(RetiredTokenMapper tokens, List<LivingRow> found) {
    List<LivingRow> locked = new ArrayList<>();
    for (List<LivingRow> chunk : Chunks.of(found)) {
      locked.addAll(tokens.lock(projectId, chunk.stream().map(this::row).toList()));
    }
    return locked;
  }

  private Map<Place, Draft> lock(ChannelSettingsMapper settings, List<LivingRow> found) {
    Map<Place, Draft> drafts = new TreeMap<>(Drafts.ORDER);
    List<Place> places =
        found.stream()
            .map(row -> new Place(row.userId(), row.channelId()))
            .distinct()
            .sorted(Drafts.ORDER)
            .toList();
    for (List<Place> chunk : Chunks.of(places)) {
      for (StoredRow row : settings.lock(projectId, chunk)) {
        Place place = new Place(row.userId(), row.channelId());
        drafts.put(place, new Draft(place, Optional.of(Access.Stored.of(row)), now));
      }
    }
    return drafts;
  }

  /** The tokens of a user by their hashes. */
  private Map<ByteBuffer, String> byHash(Draft draft) {
    Map<ByteBuffer, String> byHash = new HashMap<>();
    draft.tokens().forEach(token -> byHash.put(ByteBuffer.wrap(key.hash(token)), token));
    return byHash;
  }

  private RetiredRow quarantine(Draft draft, LivingRow row, String token, String reason) {
    draft.lose(token);
    return new RetiredRow(
        projectId,
        row.channelId(),
        row.tokenHash(),
        row.userId(),
        token,
        reason,
        row.facts(),
        row.firstSeenAt(),
        row.lastSeenAt(),
        now);
  }

  private void save(
      Mappers mappers,
      Map<Place, Draft> drafts,
      List<LivingRow> retired,
      List<RetiredRow> quarantined) {
    List<ChannelSettingsRow> changed = new ArrayList<>();
    for (Draft draft : drafts.values()) {
      if (draft.isChanged()) {
        String text = draft.text().orElseThrow();
        Place place = draft.place();
        changed.add(
            new ChannelSettingsRow(projectId, place.userId(), place.channelId(), text, now));
      }
    }
    ChannelSettingsMapper settings = mappers.get(ChannelSettingsMapper.class);
    Chunks.of(changed, row -> row.settings().length())
        .forEach(chunk -> settings.replace(projectId, now, chunk));
    Chunks.of(retired.stream().map(this::row).toList())
        .forEach(chunk -> mappers.get(DeviceTokenMapper.class).delete(projectId, chunk));
    Chunks.of(quarantined, row -> row.token().length())
        .forEach(mappers.get(RetiredTokenMapper.class)::retire);
  }

  /** The key of a row of the index. */
  private DeviceTokenRow row(LivingRow row) {
    return new DeviceTokenRow(
        projectId, row.userId(), row.channelId(), row.tokenHash(), row.userId(), null, null, now);
  }
}
