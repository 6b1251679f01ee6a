package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.StoredRow;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessService;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Writes of settings that depend on what is there: nobody comes between the look and the write. */
final class LockedWrites {

  /** A lost race costs one round; so many in a row mean that something else is wrong. */
  private static final int ROUNDS = 100;

  private final AccessService accesses;
  private final Transactions transactions;
  private final Clock clock;

  LockedWrites(AccessService accesses, Transactions transactions, Clock clock) {
    this.accesses = accesses;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What settings become. May be asked more than once, and does nothing but answer. */
  @FunctionalInterface
  interface Change {

    /**
     * The settings to store.
     *
     * @throws ApiException if nothing shall be stored
     */
    JsonNode of(Optional<ChannelSettings> before);
  }

  /** The settings as they are stored after the change and its commit. */
  ChannelSettings write(Access found, String channelText, Change change) {
    Access access = found;
    for (int round = 0; round < ROUNDS; round++) {
      UUID userId = access.requireUser();
      Access.Channel channel = access.requireChannel(channelText);
      UUID projectId = access.projectId();
      try {
        return transactions.run(
            mappers ->
                write(
                    mappers.get(ChannelSettingsMapper.class), projectId, userId, channel, change));
      } catch (DatabaseException e) {
        boolean isLostRace =
            e.kind() == DatabaseException.Kind.DUPLICATE
                || e.kind() == DatabaseException.Kind.PARENT_GONE;
        if (!isLostRace) {
          throw e;
        }
      }
      access = accesses.open(access.request());
    }
    throw new IllegalStateException("Lost " + ROUNDS + " races for the same settings");
  }

  /**
   * Removes settings, and returns after the commit.
   *
   * @throws ApiException 404 if there are none, 412 if the precondition does not hold
   */
  void delete(Access access, String channelText, Precondition precondition) {
    UUID userId = access.requireUser();
    Access.Channel channel = access.requireChannel(channelText);
    UUID projectId = access.projectId();
    transactions.run(
        mappers -> {
          ChannelSettingsMapper mapper = mappers.get(ChannelSettingsMapper.class);
          Optional<ChannelSettings> before = lock(mapper, projectId, userId, channel);
          if (before.isEmpty()) {
            throw ChannelSettingsService.noSettings(channelText);
          }
          if (!precondition.holds(before)) {
            throw ApiException.preconditionFailed(channelText);
          }
          return mapper.delete(projectId, userId, channel.id());
        });
  }

  private ChannelSettings write(
      ChannelSettingsMapper mapper,
      UUID projectId,
      UUID userId,
      Access.Channel channel,
      Change change) {
    Optional<ChannelSettings> before = lock(mapper, projectId, userId, channel);
    JsonNode after = change.of(before);
    if (before.isPresent() && before.get().settings().equals(after)) {
      return before.get();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ChannelSettingsRow row =
        new ChannelSettingsRow(projectId, userId, channel.id(), CanonicalJson.write(after), now);
    if (before.isPresent()) {
      mapper.replace(row);
    } else {
      mapper.insert(row);
    }
    Instant createdAt = before.map(ChannelSettings::createdAt).orElse(now);
    return new ChannelSettings(userId, channel.id(), channel.provider(), after, createdAt, now);
  }

  private static Optional<ChannelSettings> lock(
      ChannelSettingsMapper mapper, UUID projectId, UUID userId, Access.Channel channel) {
    StoredRow row = mapper.lock(projectId, userId, channel.id());
    return Optional.ofNullable(row)
        .map(
            found ->
                new ChannelSettings(
                    userId,
                    channel.id(),
                    channel.provider(),
                    CanonicalJson.read(found.settings()),
                    found.createdAt(),
                    found.updatedAt()));
  }
}
