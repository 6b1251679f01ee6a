package com.notiflows.server.settings;

import com.notiflows.server.persistence.DeviceTokenMapper;
import com.notiflows.server.persistence.DeviceTokenRow;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.spec.TokenOwnership;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The index of a project's device tokens, within one transaction. */
final class TokenIndex {

  /** The holder of whatever only one user may have. */
  private static final UUID NOBODY_ELSE = new UUID(0, 0);

  /** All writers go through the index in this order, so that none waits in a ring. */
  private static final Comparator<DeviceTokenRow> ORDER =
      Comparator.comparing(DeviceTokenRow::channelId)
          .thenComparing(DeviceTokenRow::tokenHash, Arrays::compareUnsigned);

  private final DeviceTokenMapper mapper;
  private final UUID projectId;
  private final TokenKey key;
  private final List<DeviceTokenRow> gone = new ArrayList<>();
  private final List<DeviceTokenRow> come = new ArrayList<>();

  TokenIndex(DeviceTokenMapper mapper, UUID projectId, TokenKey key) {
    this.mapper = mapper;
    this.projectId = projectId;
    this.key = key;
  }

  /** Users who have one of the tokens at the moment. */
  List<UUID> holders(UUID channelId, Collection<String> tokens) {
    return mapper.holders(projectId, channelId, tokens.stream().map(key::hash).toList());
  }

  /** Takes up what a draft changes. */
  void note(Draft draft, TokenOwnership ownership) {
    Set<String> before = draft.tokensBefore();
    Set<String> after = draft.tokens();
    before.stream()
        .filter(t -> !after.contains(t))
        .forEach(t -> gone.add(row(draft, ownership, t)));
    after.stream()
        .filter(t -> !before.contains(t))
        .forEach(t -> come.add(row(draft, ownership, t)));
  }

  /** Writes what was taken up. */
  void save() {
    if (!gone.isEmpty()) {
      gone.sort(ORDER);
      mapper.delete(projectId, gone);
    }
    if (!come.isEmpty()) {
      come.sort(ORDER);
      mapper.insert(come);
    }
  }

  private DeviceTokenRow row(Draft draft, TokenOwnership ownership, String token) {
    UUID holder = ownership == TokenOwnership.EXCLUSIVE ? NOBODY_ELSE : draft.userId();
    return new DeviceTokenRow(
        projectId, draft.userId(), draft.channel().id(), key.hash(token), holder);
  }
}
