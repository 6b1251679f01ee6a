package com.notiflows.server.settings.store;

import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.DatabaseException.Kind;
import com.notiflows.server.persistence.Races;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.Precondition;
import com.notiflows.server.settings.model.Written;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Writes one user's settings on one channel: again from the top whenever somebody was first. */
public final class SettingsStore {

  private final AccessService accesses;
  private final Transactions transactions;
  private final TokenKeys keys;
  private final SettingsWriter writer;

  /** Wires the store. */
  public SettingsStore(AccessService accesses, Transactions transactions, SettingsWriter writer) {
    this.accesses = accesses;
    this.transactions = transactions;
    this.keys = new TokenKeys(transactions);
    this.writer = writer;
  }

  /**
   * Stores settings, and returns after the commit.
   *
   * @param plan what to do, once more in each round, as the call then stands
   * @param first how to look in the first round; the next ones take no chances
   */
  public Written write(Access found, Look first, Function<Access, SettingsChange> plan) {
    return Races.run(
        lost -> {
          Access access = lost.isEmpty() ? found : accesses.open(found.request());
          Look look = lost.map(SettingsStore::look).orElse(first);
          return write(access, plan.apply(access), look);
        });
  }

  /** What was overtaken is there; whatever else stood in the way may be somebody else's. */
  private static Look look(Kind lost) {
    return lost == Kind.OVERTAKEN ? Look.LOCKED : Look.MOVING;
  }

  /**
   * Removes settings, and returns after the commit.
   *
   * @throws ApiException 404 if there are none, 412 if the precondition does not hold
   */
  public void delete(Access access, String channelText, Precondition precondition) {
    UUID userId = access.requireUser();
    Access.Channel channel = access.requireChannel(channelText);
    transactions.run(
        mappers -> {
          ChannelSettingsMapper mapper = mappers.get(ChannelSettingsMapper.class);
          Optional<ChannelSettings> before =
              mapper.lock(access.projectId(), List.of(new Place(userId, channel.id()))).stream()
                  .findFirst()
                  .map(Access.Stored::of)
                  .map(stored -> ChannelSettings.of(userId, channel, stored));
          if (before.isEmpty()) {
            throw ChannelSettings.notFound(channelText);
          }
          if (!precondition.holds(before)) {
            throw ApiException.preconditionFailed(channelText);
          }
          return mapper.delete(access.projectId(), userId, channel.id());
        });
  }

  private Written write(Access access, SettingsChange change, Look look) {
    TokenKey key = keys.of(access);
    UUID projectId = access.projectId();
    return look == Look.KNOWN
        ? writer.writeKnown(transactions, projectId, key, change)
        : transactions
            .run(mappers -> writer.write(mappers, projectId, key, List.of(change), look))
            .get(0);
  }
}
