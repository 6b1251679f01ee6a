package com.notiflows.server.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.ChannelSubscriptionMapper;
import com.notiflows.server.persistence.DatabaseException.Kind;
import com.notiflows.server.persistence.IdempotencyKeyMapper;
import com.notiflows.server.persistence.Races;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.persistence.UserSettingsMapper;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.SettingsOfUsers;
import com.notiflows.server.settings.SettingsUpdate;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import com.notiflows.server.spec.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** The rules of users. */
public final class UserService {

  private final SettingsOfUsers settings;
  private final SettingsWriter writer;
  private final Transactions transactions;
  private final TokenKeys keys;
  private final Clock clock;
  private final Limits limits;

  /** Wires the service; the clock dates what is written, the limits bound what is told. */
  public UserService(
      SettingsOfUsers settings,
      SettingsWriter writer,
      Transactions transactions,
      Clock clock,
      Limits limits) {
    this.limits = limits;
    this.settings = settings;
    this.writer = writer;
    this.transactions = transactions;
    this.keys = new TokenKeys(transactions);
    this.clock = clock;
  }

  /**
   * A user who was written.
   *
   * @param user as they are stored now
   * @param isNew whether they were created just now
   * @param tokensMoved how many device tokens left another user
   */
  public record Upserted(User user, boolean isNew, int tokensMoved) {}

  /**
   * Creates a user, or merges an update into the one that is there, with settings of channels;
   * returns after the commit of all of it.
   *
   * @param update fulfils the schema {@code UserUpdate} of the spec
   * @throws ApiException 422 with all violations, 428 if the project demands a precondition of what
   *     would be replaced
   */
  public Upserted upsert(Access access, String externalId, JsonNode update) {
    TokenKey key = keys.of(access);
    AtomicReference<SettingsUpdate> validated =
        new AtomicReference<>(validate(access.projectId(), externalId, update));
    return Races.run(
        lost -> {
          if (lost.equals(Optional.of(Kind.PARENT_GONE))) {
            validated.set(validate(access.projectId(), externalId, update)); // a channel is gone
          }
          SettingsUpdate settings = Objects.requireNonNull(validated.get());
          return upsert(access, key, externalId, update, settings, lost.isPresent());
        });
  }

  private Upserted upsert(
      Access access,
      TokenKey key,
      String externalId,
      JsonNode update,
      SettingsUpdate validated,
      boolean isLate) {
    return transactions.run(
        mappers -> {
          UUID projectId = access.projectId();
          Written written = write(mappers, projectId, externalId, update);
          Look look = isLate ? Look.MOVING : written.isNew() ? Look.KNOWN : Look.LOCKED;
          UUID userId = written.row().id();
          int moved =
              validated.write(
                  writer, mappers, projectId, key, userId, access.requireIfMatch(), look);
          return upserted(mappers, written, moved);
        });
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
              mappers.get(IdempotencyKeyMapper.class).deleteOfUser(access.projectId(), row.id());
              return users.delete(access.projectId(), row.id()) == 1;
            });
    if (!removed) {
      throw access.noSuchUser();
    }
  }

  private SettingsUpdate validate(UUID projectId, String externalId, JsonNode update) {
    List<FieldViolation> violations = new ArrayList<>();
    JsonNode given = update.path("external_id");
    if (!given.isMissingNode() && !given.asText().equals(externalId)) {
      violations.add(
          new FieldViolation("external_id", "must be the one of the path", Reason.INVALID_VALUE));
    }
    SettingsUpdate validated =
        settings.validate(
            projectId, update.path("channel_settings"), "channel_settings", violations);
    if (!violations.isEmpty()) {
      throw ApiException.validationFailed(violations, limits.listedViolations());
    }
    return validated;
  }

  private record Written(UserRow row, boolean isNew) {}

  private Written write(
      Transactions.Mappers mappers, UUID projectId, String externalId, JsonNode update) {
    UserMapper users = mappers.get(UserMapper.class);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UserRow found = users.lock(projectId, bytes(externalId));
    return found == null
        ? new Written(create(users, projectId, externalId, update, now), true)
        : new Written(merge(users, found, update, now), false);
  }

  private static Upserted upserted(Transactions.Mappers mappers, Written written, int moved) {
    UserRow row = written.row();
    UserSettingsMapper stored = mappers.get(UserSettingsMapper.class);
    User user = UserRows.user(row, SettingsOfUsers.read(stored, row.projectId(), row.id()));
    return new Upserted(user, written.isNew(), moved);
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
    List<FieldViolation> tooLong = new ArrayList<>();
    checkSize("custom_fields", profile.customFields(), limits.customFieldsBytes(), tooLong);
    checkSize("preferences", profile.preferences(), limits.preferencesBytes(), tooLong);
    if (!tooLong.isEmpty()) {
      throw ApiException.validationFailed(tooLong, limits.listedViolations());
    }
    return profile;
  }

  private static void checkSize(
      String field, JsonNode merged, int limit, List<FieldViolation> violations) {
    if (bytes(CanonicalJson.write(merged)).length > limit) {
      String message = "would take more than " + limit + " bytes with what is stored";
      violations.add(new FieldViolation(field, message, Reason.TOO_LONG));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
