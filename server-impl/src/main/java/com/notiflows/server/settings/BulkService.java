package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes the commands that write settings of many users and channels. */
public final class BulkService {

  private final SettingsValidator validator;
  private final int mostListed;

  /** Validates by that spec. */
  public BulkService(BundledSpec spec) {
    this.validator = new SettingsValidator(spec);
    this.mostListed = spec.limits().listedViolations();
  }

  private record UserChannel(String externalId, UUID channelId) {}

  /**
   * The command that stores and removes settings. If it is atomic, refused with 422 and all
   * violations, or with 428 if settings would be replaced and the project demands a precondition.
   *
   * @param isAtomic whether all is written or nothing; else all that is valid is written
   * @param items fulfil the schema of the spec
   */
  public BulkWrite write(Access access, boolean isAtomic, List<BulkItem> items) {
    ProjectSnapshot project = access.project();
    return new BulkWrite(
        project.id(),
        entries(project, items, project.requireIfMatch(), false),
        isAtomic,
        false,
        mostListed);
  }

  /**
   * The command that stores settings of an export in place of what is there, and creates missing
   * users. A list of device tokens may be empty.
   */
  public BulkWrite restore(ProjectSnapshot project, List<BulkItem> items) {
    return new BulkWrite(
        project.id(), entries(project, items, false, true), false, true, mostListed);
  }

  /**
   * The entries in the order of the items. Together they list as many violations as a response may,
   * and each invalid item at least its first.
   */
  private List<BulkEntry> entries(
      ProjectSnapshot project,
      List<BulkItem> items,
      boolean requireIfMatch,
      boolean takesEmptyLists) {
    Set<UserChannel> named = new HashSet<>();
    List<BulkEntry> entries = new ArrayList<>(items.size());
    int room = mostListed;
    for (BulkItem item : items) {
      UUID id = Identifiers.toUuid(item.channelText());
      String path = "items[" + entries.size() + "]";
      Optional<Channel> channel = project.channel(id);
      if (channel.isEmpty()) {
        entries.add(
            faulty(
                item,
                path,
                Access.noSuchChannel(item.channelText()),
                ".channel_id",
                "is no channel"));
      } else if (!named.add(new UserChannel(item.externalId(), id))) {
        entries.add(repeated(item, path));
      } else {
        SettingsValidator listing = validator.listing(Math.max(1, room));
        entries.add(
            entry(listing, project, item, path, channel.get(), requireIfMatch, takesEmptyLists));
      }
      room -= entries.get(entries.size() - 1).fault().map(fault -> fault.fields().size()).orElse(0);
    }
    return entries;
  }

  private BulkEntry entry(
      SettingsValidator validator,
      ProjectSnapshot project,
      BulkItem item,
      String path,
      Channel channel,
      boolean requireIfMatch,
      boolean takesEmptyLists) {
    UUID freshId = UuidCreator.getTimeOrderedEpoch();
    if (item.settings().isEmpty()) {
      DeleteSettings delete =
          new DeleteSettings(item.externalId(), channel, item.channelText(), Precondition.NONE);
      return new BulkEntry(
          item.externalId(),
          path,
          freshId,
          Optional.empty(),
          Optional.of(delete),
          Optional.empty());
    }
    JsonNode settings = item.settings().get();
    List<FieldViolation> violations = new ArrayList<>();
    Optional<NewSettings> valid =
        validator.validate(channel, project.tokenKey(), settings, path + ".settings", violations);
    if (valid.isEmpty() && takesEmptyLists && violations.stream().allMatch(BulkService::isTooFew)) {
      valid = Optional.of(SettingsValidator.toStored(channel, project.tokenKey(), settings));
    }
    if (valid.isEmpty()) {
      BulkFault fault =
          new BulkFault(ApiException.validationFailed(violations, mostListed), violations);
      return new BulkEntry(
          item.externalId(), path, freshId, Optional.empty(), Optional.empty(), Optional.of(fault));
    }
    PutSettings put =
        new PutSettings(
            item.externalId(),
            channel,
            item.channelText(),
            valid.get(),
            Precondition.NONE,
            requireIfMatch);
    return new BulkEntry(
        item.externalId(), path, freshId, Optional.of(put), Optional.empty(), Optional.empty());
  }

  /** The list of a user whose last token went to another user. */
  private static boolean isTooFew(FieldViolation violation) {
    return violation.reason() == Reason.TOO_FEW;
  }

  private BulkEntry repeated(BulkItem item, String path) {
    FieldViolation violation =
        new FieldViolation(path, "names a user and channel a second time", Reason.INVALID_VALUE);
    ApiException error = ApiException.validationFailed(List.of(violation), mostListed);
    return faulty(item, path, new BulkFault(error, List.of(violation)));
  }

  private static BulkEntry faulty(
      BulkItem item, String path, ApiException error, String field, String message) {
    FieldViolation violation = new FieldViolation(path + field, message, Reason.INVALID_VALUE);
    return faulty(item, path, new BulkFault(error, List.of(violation)));
  }

  private static BulkEntry faulty(BulkItem item, String path, BulkFault fault) {
    return new BulkEntry(
        item.externalId(),
        path,
        UuidCreator.getTimeOrderedEpoch(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(fault));
  }
}
