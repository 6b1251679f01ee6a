package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserSettingsMapper;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.Provider;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The rules of channel settings. */
public final class ChannelSettingsService {

  /** A lost race costs one round; so many in a row mean that something else is wrong. */
  private static final int ROUNDS = 100;

  private final SettingsJudgement judgement;
  private final Limits limits;
  private final AccessService accesses;
  private final Transactions transactions;
  private final Clock clock;
  private final LockedWrites locked;

  /** Wires the service; the clock dates what is written. */
  public ChannelSettingsService(
      BundledSpec spec, AccessService accesses, Transactions transactions, Clock clock) {
    this.judgement = new SettingsJudgement(spec.providers());
    this.limits = spec.limits();
    this.accesses = accesses;
    this.transactions = transactions;
    this.clock = clock;
    this.locked = new LockedWrites(accesses, transactions, clock);
  }

  /**
   * Stores settings in place of those that are there, and returns after the commit.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for user or channel, 422 with all violations, 412 if the precondition
   *     does not hold, 428 if the project demands one and there is none
   */
  public ChannelSettings put(
      Access access, String channelText, JsonNode settings, Precondition precondition) {
    if (precondition == Precondition.NONE && !access.requireIfMatch()) {
      return put(access, channelText, settings);
    }
    access.requireUser();
    JsonNode canonical = judge(access.requireChannel(channelText), settings);
    return locked.write(
        access,
        channelText,
        before -> {
          if (precondition == Precondition.NONE && before.isPresent()) {
            throw ApiException.preconditionRequired();
          }
          if (!precondition.holds(before)) {
            throw ApiException.preconditionFailed(channelText);
          }
          return canonical;
        });
  }

  private ChannelSettings put(Access found, String channelText, JsonNode settings) {
    Access access = found;
    for (int round = 0; round < ROUNDS; round++) {
      UUID userId = access.requireUser();
      Access.Channel channel = access.requireChannel(channelText);
      JsonNode canonical = judge(channel, settings);
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      String text = CanonicalJson.write(canonical);
      if (access.stored().isPresent() && access.stored().get().settings().equals(text)) {
        return settings(userId, channel, access.stored().get());
      }
      Written written =
          write(
              access, new ChannelSettingsRow(access.projectId(), userId, channel.id(), text, now));
      if (written != Written.NOTHING) {
        Instant createdAt =
            written == Written.REPLACED ? access.stored().orElseThrow().createdAt() : now;
        return new ChannelSettings(
            userId, channel.id(), channel.provider(), canonical, createdAt, now);
      }
      access = accesses.open(access.request());
    }
    throw new IllegalStateException("Lost " + ROUNDS + " races for the same settings");
  }

  /**
   * Reads settings.
   *
   * @throws ApiException 404 for user, channel or settings
   */
  public ChannelSettings get(Access access, String channelText) {
    UUID userId = access.requireUser();
    Access.Channel channel = access.requireChannel(channelText);
    return settings(userId, channel, access.stored().orElseThrow(() -> noSettings(channelText)));
  }

  /**
   * Removes settings, and returns after the commit.
   *
   * @throws ApiException 404 for user, channel or settings, 412 if the precondition does not hold
   */
  public void delete(Access access, String channelText, Precondition precondition) {
    if (precondition != Precondition.NONE) {
      locked.delete(access, channelText, precondition);
      return;
    }
    UUID userId = access.requireUser();
    Access.Channel channel = access.requireChannel(channelText);
    int removed =
        access.stored().isEmpty()
            ? 0
            : transactions.single(
                ChannelSettingsMapper.class,
                mapper -> mapper.delete(access.projectId(), userId, channel.id()));
    if (removed == 0) {
      throw noSettings(channelText);
    }
  }

  /**
   * Reads all of a user's settings, in order of their channels' ids.
   *
   * @throws ApiException 404 for the user
   */
  public List<ChannelSettings> list(Access access) {
    UUID userId = access.requireUser();
    return transactions.single(
        UserSettingsMapper.class,
        mapper -> SettingsOfUsers.read(mapper, access.projectId(), userId));
  }

  private enum Written {
    NOTHING,
    CREATED,
    REPLACED
  }

  private Written write(Access access, ChannelSettingsRow row) {
    Instant expected = access.stored().map(Access.Stored::createdAt).orElse(null);
    try {
      int count =
          transactions.single(ChannelSettingsMapper.class, mapper -> mapper.put(row, expected));
      return switch (count) {
        case 0 -> Written.NOTHING;
        case 1 -> Written.CREATED;
        default -> Written.REPLACED;
      };
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.PARENT_GONE) {
        return Written.NOTHING; // the next look-up tells which of the two is gone
      }
      throw e;
    }
  }

  private JsonNode judge(Access.Channel channel, JsonNode settings) {
    List<FieldViolation> violations = new ArrayList<>();
    JsonNode canonical =
        judgement.judge(
            channel.provider(), Provider.Kind.SETTINGS, settings, "settings", violations);
    if (!violations.isEmpty()) {
      throw ApiException.validationFailed(violations, limits.listedViolations());
    }
    return canonical;
  }

  private static ChannelSettings settings(
      UUID userId, Access.Channel channel, Access.Stored stored) {
    return new ChannelSettings(
        userId,
        channel.id(),
        channel.provider(),
        CanonicalJson.read(stored.settings()),
        stored.createdAt(),
        stored.updatedAt());
  }

  static ApiException noSettings(String channelText) {
    return ApiException.notFound(
        "channel_settings", channelText, "The user has no settings on this channel");
  }
}
