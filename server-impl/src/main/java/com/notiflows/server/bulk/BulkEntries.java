package com.notiflows.server.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.endpoints.NewSubscription;
import com.notiflows.server.endpoints.PutSubscriptions;
import com.notiflows.server.endpoints.SubscriptionValidator;
import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.settings.NewSettings;
import com.notiflows.server.settings.Precondition;
import com.notiflows.server.settings.PutSettings;
import com.notiflows.server.settings.SettingsValidator;
import com.notiflows.server.spec.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Validates the items of one bulk write. */
final class BulkEntries {

  private final SettingsValidator settings;
  private final SubscriptionValidator subscriptions;
  private final ProjectSnapshot project;
  private final boolean isRestore;
  private final int mostListed;
  private final Set<Named> named = new HashSet<>();
  private final List<BulkEntry> entries = new ArrayList<>();

  /**
   * Validates by the channels of a project.
   *
   * @param isRestore whether lists of device tokens may be empty and preconditions do not apply
   * @param mostListed maximum number of listed violations of all items together
   */
  BulkEntries(
      SettingsValidator settings,
      SubscriptionValidator subscriptions,
      ProjectSnapshot project,
      boolean isRestore,
      int mostListed) {
    this.settings = settings;
    this.subscriptions = subscriptions;
    this.project = project;
    this.isRestore = isRestore;
    this.mostListed = mostListed;
  }

  private record Named(String externalId, UUID channelId) {}

  /**
   * The entries in the order of the items. Together they list at most as many violations as a
   * response may have, but each invalid item lists at least one.
   */
  List<BulkEntry> of(List<BulkItem> items) {
    int room = mostListed;
    for (BulkItem item : items) {
      BulkEntry entry = entry(item, "items[" + entries.size() + "]", Math.max(1, room));
      entries.add(entry);
      room -= entry.fault().map(fault -> fault.fields().size()).orElse(0);
    }
    return entries;
  }

  private BulkEntry entry(BulkItem item, String path, int room) {
    UUID id = Identifiers.toUuid(item.channelText());
    Optional<Channel> channel = project.channel(id);
    if (channel.isEmpty()) {
      FieldViolation violation =
          new FieldViolation(
              path + ".channel_id", "is not a channel of the project", Reason.INVALID_VALUE);
      ApiException error = Access.noSuchChannel(item.channelText());
      return faulty(item, path, new BulkFault(error, List.of(violation)));
    }
    List<FieldViolation> violations = new ArrayList<>();
    if (!named.add(new Named(item.externalId(), id))) {
      violations.add(
          new FieldViolation(
              path, "repeats the user and channel of another item", Reason.INVALID_VALUE));
    } else {
      Optional<BulkAction> action = action(item, channel.get(), path, room, violations);
      if (action.isPresent()) {
        return new BulkEntry(item.externalId(), path, freshId(), action, Optional.empty());
      }
    }
    ApiException error = ApiException.validationFailed(violations, room);
    return faulty(item, path, new BulkFault(error, violations));
  }

  private Optional<BulkAction> action(
      BulkItem item, Channel channel, String path, int room, List<FieldViolation> violations) {
    boolean requireIfMatch = project.requireIfMatch() && !isRestore;
    if (item.settings().isPresent()) {
      return settings(channel, item.settings().get(), path + ".settings", room, violations)
          .map(
              valid ->
                  new BulkAction.StoreSettings(
                      new PutSettings(
                          item.externalId(),
                          channel,
                          item.channelText(),
                          valid,
                          Precondition.NONE,
                          requireIfMatch)));
    }
    if (item.subscriptions().isPresent()) {
      Optional<List<NewSubscription>> all =
          subscriptions
              .listing(room)
              .validateAll(
                  channel,
                  project.tokenKey(),
                  item.subscriptions().get(),
                  path + ".subscriptions",
                  violations);
      return all.map(
          valid ->
              new BulkAction.StoreSubscriptions(
                  new PutSubscriptions(item.externalId(), channel, valid, requireIfMatch)));
    }
    return Optional.of(BulkAction.Remove.of(item.externalId(), channel, item.channelText()));
  }

  private Optional<NewSettings> settings(
      Channel channel, JsonNode sent, String path, int room, List<FieldViolation> violations) {
    Optional<NewSettings> valid =
        settings.listing(room).validate(channel, project.tokenKey(), sent, path, violations);
    boolean isLeftEmpty =
        isRestore && valid.isEmpty() && violations.stream().allMatch(BulkEntries::isTooFew);
    return isLeftEmpty
        ? Optional.of(SettingsValidator.toStored(channel, project.tokenKey(), sent))
        : valid;
  }

  /** The list of a user whose last token moved to another user. */
  private static boolean isTooFew(FieldViolation violation) {
    return violation.reason() == Reason.TOO_FEW;
  }

  private static BulkEntry faulty(BulkItem item, String path, BulkFault fault) {
    return new BulkEntry(item.externalId(), path, freshId(), Optional.empty(), Optional.of(fault));
  }

  private static UUID freshId() {
    return UuidCreator.getTimeOrderedEpoch();
  }
}
