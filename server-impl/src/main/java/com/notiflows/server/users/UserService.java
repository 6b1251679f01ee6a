package com.notiflows.server.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.PlaceReader;
import com.notiflows.server.settings.Precondition;
import com.notiflows.server.settings.PutSettings;
import com.notiflows.server.settings.SettingsService;
import com.notiflows.server.settings.SettingsValidator;
import com.notiflows.server.settings.UserFinder;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Identifiers;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.RefusedWrite;
import com.notiflows.server.write.WriteCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads users and creates the commands that write them. */
public final class UserService {

  private final SettingsValidator validator;
  private final Limits limits;
  private final PlaceReader places;
  private final UserFinder users;

  /** Creates the service. */
  public UserService(BundledSpec spec, PlaceReader places, UserFinder users) {
    this.validator = new SettingsValidator(spec);
    this.limits = spec.limits();
    this.places = places;
    this.users = users;
  }

  /**
   * A stored user.
   *
   * @param user as stored now
   * @param isNew whether the command created the user
   * @param tokensMoved how many device tokens moved from another user
   */
  public record Upserted(User user, boolean isNew, int tokensMoved) {}

  /**
   * The command that creates a user or merges an update into an existing one, with channel
   * settings. Rejected with 422 and all violations, or with 428 if it would replace settings and
   * the project requires a precondition.
   *
   * @param update must match the schema {@code UserUpdate} of the spec
   */
  public WriteCommand<Upserted> upsert(Access access, String externalId, JsonNode update) {
    List<FieldViolation> violations = new ArrayList<>();
    JsonNode given = update.path("external_id");
    if (!given.isMissingNode() && !given.asText().equals(externalId)) {
      violations.add(
          new FieldViolation(
              "external_id", "must be the user_id of the path", Reason.INVALID_VALUE));
    }
    List<PutSettings> settings =
        validate(access.project(), externalId, update.path("channel_settings"), violations);
    if (!violations.isEmpty()) {
      ApiException error = ApiException.validationFailed(violations, limits.listedViolations());
      return new RefusedWrite<>(Optional.empty(), Optional.empty(), error, error);
    }
    return new UpsertUser(
        access.project(), externalId, UuidCreator.getTimeOrderedEpoch(), update, settings, limits);
  }

  /**
   * Everything that is stored of a user.
   *
   * @param channels by channel, with retired endpoints
   */
  public record Export(User user, List<UserChannel> channels) {}

  /**
   * Reads a user.
   *
   * @throws ApiException 404
   */
  public User get(Access access) {
    return export(access).user();
  }

  /**
   * Reads everything of a user.
   *
   * @throws ApiException 404
   */
  public Export export(Access access) {
    UserRow row = users.find(access);
    List<UserChannel> channels = places.ofUsers(access.projectId(), List.of(row.id()));
    List<ChannelSettings> settings = SettingsService.of(access.project(), channels);
    return new Export(UserRows.user(row, settings), channels);
  }

  /** The command that removes a user and all stored data. Rejected with 404. */
  public WriteCommand<UUID> delete(Access access) {
    return new DeleteUser(access.user());
  }

  private List<PutSettings> validate(
      ProjectSnapshot project, String externalId, JsonNode list, List<FieldViolation> violations) {
    List<PutSettings> valid = new ArrayList<>();
    Set<UUID> named = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String at = "channel_settings[" + i + "]";
      String channelText = list.get(i).path("channel_id").asText();
      UUID id = Identifiers.toUuid(channelText);
      Optional<Channel> channel = project.channel(id);
      if (channel.isEmpty()) {
        violations.add(
            new FieldViolation(
                at + ".channel_id", "is not a channel of the project", Reason.INVALID_VALUE));
        continue;
      }
      Optional<PutSettings> put =
          validator
              .validate(
                  channel.get(),
                  project.tokenKey(),
                  list.get(i).path("settings"),
                  at + ".settings",
                  violations)
              .map(
                  each ->
                      new PutSettings(
                          externalId,
                          channel.get(),
                          channelText,
                          each,
                          Precondition.NONE,
                          project.requireIfMatch()));
      put.ifPresent(valid::add);
      if (!named.add(id)) {
        violations.add(
            new FieldViolation(
                at + ".channel_id", "repeats the channel of another item", Reason.INVALID_VALUE));
      }
    }
    return valid;
  }
}
