package com.notiflows.server.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.ChannelSubscriptionMapper;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.persistence.UserSettingsMapper;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.CanonicalJson;
import com.notiflows.server.settings.SettingsOfUsers;
import com.notiflows.server.settings.SettingsUpdate;
import com.notiflows.server.spec.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rules of users. */
public final class UserService {

  /** A lost race costs one round; so many in a row mean that something else is wrong. */
  private static final int ROUNDS = 100;

  private final SettingsOfUsers settings;
  private final Transactions transactions;
  private final Clock clock;
  private final Limits limits;

  /** Wires the service; the clock dates what is written, the limits bound what is told. */
  public UserService(
      SettingsOfUsers settings, Transactions transactions, Clock clock, Limits limits) {
    this.limits = limits;
    this.settings = settings;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A user as they are stored now, and whether they were created just now. */
  public record Upserted(User user, boolean isNew) {}

  /**
   * Creates a user, or merges an update into the one that is there, with settings of channels;
   * returns after the commit of all of it.
   *
   * @param update fulfils the schema {@code UserUpdate} of the spec
   * @throws ApiException 422 with all violations
   */
  public Upserted upsert(Access access, String externalId, JsonNode update) {
    SettingsUpdate judged = judge(access.projectId(), externalId, update);
    for (int round = 0; round < ROUNDS; round++) {
      SettingsUpdate settingsToWrite = judged;
      try {
        return transactions.run(
            mappers -> write(mappers, access.projectId(), externalId, update, settingsToWrite));
      } catch (DatabaseException e) {
        if (e.kind() == DatabaseException.Kind.PARENT_GONE) {
          judged = judge(access.projectId(), externalId, update);
        } else if (e.kind() != DatabaseException.Kind.DUPLICATE) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("Lost " + ROUNDS + " races for the same user");
  }

  /**
   * Reads a user.
   *
   * @throws ApiException 404
   */
  public User get(Access access) {
    UUID id = access.requireUser();
    UserRow row =
        transactions
            .single(
                UserMapper.class,
                mapper -> Optional.ofNullable(mapper.find(access.projectId(), id)))
            .orElseThrow(access::noSuchUser);
    return UserRows.user(row, settings.of(access.projectId(), id));
  }

  /**
   * Removes a user and everything that is kept of them; returns after the commit.
   *
   * @throws ApiException 404
   */
  public void delete(Access access) {
    byte[] externalId = bytes(access.externalId().orElseThrow());
    boolean removed =
        transactions.run(
            mappers -> {
              UserMapper users = mappers.get(UserMapper.class);
              UserRow row = users.lock(access.projectId(), externalId);
              if (row == null) {
                return false;
              }
              mappers.get(UserSettingsMapper.class).deleteOfUser(access.projectId(), row.id());
              mappers
                  .get(ChannelSubscriptionMapper.class)
                  .deleteOfUser(access.projectId(), row.id());
              return users.delete(access.projectId(), row.id()) == 1;
            });
    if (!removed) {
      throw access.noSuchUser();
    }
  }

  private SettingsUpdate judge(UUID projectId, String externalId, JsonNode update) {
    List<FieldViolation> violations = new ArrayList<>();
    JsonNode given = update.path("external_id");
    if (!given.isMissingNode() && !given.asText().equals(externalId)) {
      violations.add(
          new FieldViolation("external_id", "must be the one of the path", Reason.INVALID_VALUE));
    }
    SettingsUpdate judged =
        settings.judge(projectId, update.path("channel_settings"), "channel_settings", violations);
    if (!violations.isEmpty()) {
      throw ApiException.validationFailed(violations, limits.listedViolations());
    }
    return judged;
  }

  private Upserted write(
      Transactions.Mappers mappers,
      UUID projectId,
      String externalId,
      JsonNode update,
      SettingsUpdate judged) {
    UserMapper users = mappers.get(UserMapper.class);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UserRow found = users.lock(projectId, bytes(externalId));
    UserRow row =
        found == null
            ? create(users, projectId, externalId, update, now)
            : merge(users, found, update, now);
    UserSettingsMapper stored = mappers.get(UserSettingsMapper.class);
    List<ChannelSettingsRow> rows = judged.rows(projectId, row.id(), now);
    if (!rows.isEmpty()) {
      stored.putAll(rows);
    }
    return new Upserted(
        UserRows.user(row, SettingsOfUsers.read(stored, projectId, row.id())), found == null);
  }

  private UserRow create(
      UserMapper users, UUID projectId, String externalId, JsonNode update, Instant now) {
    Profile profile = bounded(Profile.empty().merged(update));
    UUID id = UuidCreator.getTimeOrderedEpoch();
    UserRow row = UserRows.row(projectId, id, externalId, profile, now, now);
    users.insert(row);
    return row;
  }

  /** What is stored after the update; an update that changes nothing is not written. */
  private UserRow merge(UserMapper users, UserRow found, JsonNode update, Instant now) {
    Profile known = UserRows.profile(found);
    Profile profile = bounded(known.merged(update));
    if (profile.equals(known)) {
      return found;
    }
    String externalId = new String(found.externalId(), StandardCharsets.UTF_8);
    UserRow row =
        UserRows.row(found.projectId(), found.id(), externalId, profile, found.createdAt(), now);
    users.update(row);
    return row;
  }

  private Profile bounded(Profile profile) {
    int bound = limits.customFieldsBytes();
    if (bytes(CanonicalJson.write(profile.customFields())).length > bound) {
      FieldViolation tooLong =
          new FieldViolation(
              "custom_fields",
              "would take more than " + bound + " bytes with what is stored",
              Reason.TOO_LONG);
      throw ApiException.validationFailed(List.of(tooLong), limits.listedViolations());
    }
    return profile;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
