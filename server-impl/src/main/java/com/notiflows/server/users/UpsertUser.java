package com.notiflows.server.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.model.Times;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.settings.CanonicalJson;
import com.notiflows.server.settings.PutSettings;
import com.notiflows.server.settings.SettingsService;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Creates a user or merges an update into an existing one, with channel settings.
 *
 * @param externalId the user
 * @param freshId the id for a new user
 * @param update must match the schema {@code UserUpdate} of the spec
 * @param settings the validated settings of the update
 * @param limits limits of custom fields and preferences
 */
record UpsertUser(
    ProjectSnapshot project,
    String externalId,
    UUID freshId,
    JsonNode update,
    List<PutSettings> settings,
    Limits limits)
    implements WriteCommand<UserService.Upserted> {

  /** Copies the list. */
  UpsertUser {
    settings = List.copyOf(settings);
  }

  @Override
  public Needs needs() {
    return Needs.all(
        Stream.concat(
                Stream.of(Needs.ofWholeUsers(Set.of(externalId))),
                settings.stream().map(PutSettings::needs))
            .toList());
  }

  @Override
  public long weight() {
    return SMALL
        + length("custom_fields")
        + length("preferences")
        + settings.stream().mapToLong(PutSettings::weight).sum();
  }

  private long length(String field) {
    JsonNode value = update.get(field);
    return value == null ? 0 : value.toString().length();
  }

  @Override
  public Outcome<UserService.Upserted> decide(ChangeSet rows) {
    Optional<UserRow> known = rows.user(externalId).flatMap(user -> rows.profile(user.id()));
    UserRow before =
        known.orElseGet(() -> UserRow.fresh(project.id(), freshId, externalId, rows.now()));
    Profile profile = UserRows.profile(before).merged(update);
    List<FieldViolation> tooLong = tooLong(profile);
    if (!tooLong.isEmpty()) {
      return Outcome.rejected(ApiException.validationFailed(tooLong, limits.listedViolations()));
    }
    for (PutSettings each : settings) {
      Optional<ApiException> refusal =
          each.refusal(rows, new Place(before.id(), each.channel().id()));
      if (refusal.isPresent()) {
        return Outcome.rejected(refusal.get());
      }
    }
    UserRow after = store(rows, known, before, profile);
    int moved = 0;
    for (PutSettings each : settings) {
      moved += each.store(rows, new Place(after.id(), each.channel().id())).tokensMoved();
    }
    User user = UserRows.user(after, SettingsService.of(project, rows.of(after.id())));
    return Outcome.done(new UserService.Upserted(user, known.isEmpty(), moved));
  }

  private UserRow store(ChangeSet rows, Optional<UserRow> known, UserRow before, Profile profile) {
    if (known.isPresent() && profile.equals(UserRows.profile(before))) {
      return before;
    }
    Instant updated = Times.following(before.updatedAt(), rows.now());
    UserRow after =
        UserRows.row(project.id(), before.id(), externalId, profile, before.createdAt(), updated);
    if (known.isEmpty()) {
      rows.create(new StoredUser(after.id(), externalId), after);
    } else {
      rows.update(after);
    }
    return after;
  }

  private List<FieldViolation> tooLong(Profile profile) {
    List<FieldViolation> tooLong = new ArrayList<>();
    checkSize("custom_fields", profile.customFields(), limits.customFieldsBytes(), tooLong);
    checkSize("preferences", profile.preferences(), limits.preferencesBytes(), tooLong);
    return tooLong;
  }

  private static void checkSize(
      String field, JsonNode merged, int limit, List<FieldViolation> violations) {
    if (CanonicalJson.write(merged).getBytes(StandardCharsets.UTF_8).length > limit) {
      String message = "would exceed " + limit + " bytes after the merge";
      violations.add(new FieldViolation(field, message, Reason.TOO_LONG));
    }
  }

  /** Omits the update because it contains personal data. */
  @Override
  public String toString() {
    return "UpsertUser";
  }
}
