package com.notiflows.server.settings.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.notiflows.server.persistence.ChannelMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.SettingsValidator;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Identifiers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Validates many items by the providers of their channels. */
final class BulkValidator {

  private final SettingsValidator validator;
  private final int mostListed;
  private final Transactions transactions;

  BulkValidator(BundledSpec spec, Transactions transactions) {
    this.validator = new SettingsValidator(spec);
    this.mostListed = spec.limits().listedViolations();
    this.transactions = transactions;
  }

  private record UserChannel(String externalId, UUID channelId) {}

  /**
   * The items, each with what is wrong with it, in their order. Together they list as many
   * violations as an answer may, and each bad item at least its first.
   */
  List<ValidatedItem> validate(BulkWrite write, List<BulkItem> items) {
    Map<UUID, Access.Channel> channels = channels(write.projectId(), items);
    Set<UserChannel> named = new HashSet<>();
    List<ValidatedItem> validated = new ArrayList<>(items.size());
    int room = mostListed;
    for (BulkItem item : items) {
      UUID id = Identifiers.toUuid(item.channelText());
      ValidatedItem next =
          validate(
              write,
              item,
              "items[" + validated.size() + "]",
              Optional.ofNullable(channels.get(id)),
              named.add(new UserChannel(item.externalId(), id)),
              Math.max(1, room));
      room -= next.faults().stream().mapToInt(fault -> fault.fields().size()).sum();
      validated.add(next);
    }
    return validated;
  }

  private ValidatedItem validate(
      BulkWrite write,
      BulkItem item,
      String path,
      Optional<Access.Channel> channel,
      boolean isFirst,
      int listed) {
    JsonNode settings = item.settings().orElse(MissingNode.getInstance());
    if (channel.isEmpty()) {
      FieldViolation noChannel =
          new FieldViolation(path + ".channel_id", "is no channel", Reason.INVALID_VALUE);
      BulkFault fault = new BulkFault(Access.noSuchChannel(item.channelText()), List.of(noChannel));
      return new ValidatedItem(item, path, channel, settings, List.of(fault));
    }
    List<FieldViolation> violations = new ArrayList<>();
    if (!isFirst) {
      violations.add(
          new FieldViolation(path, "names a user and channel a second time", Reason.INVALID_VALUE));
    } else if (item.settings().isPresent()) {
      settings =
          validator
              .listing(listed)
              .validate(channel.get(), settings, path + ".settings", violations);
      if (write.isRestoring() && violations.stream().allMatch(BulkValidator::isOfEmptyList)) {
        violations.clear();
        settings = CanonicalJson.sorted(settings);
      }
    }
    List<BulkFault> faults =
        violations.isEmpty()
            ? List.of()
            : List.of(new BulkFault(ApiException.validationFailed(violations, listed), violations));
    return new ValidatedItem(item, path, channel, settings, faults);
  }

  /** The list of somebody whose last token went to another user. */
  private static boolean isOfEmptyList(FieldViolation violation) {
    return violation.reason() == Reason.TOO_FEW;
  }

  private Map<UUID, Access.Channel> channels(UUID projectId, List<BulkItem> items) {
    Set<UUID> ids = new HashSet<>();
    items.forEach(item -> ids.add(Identifiers.toUuid(item.channelText())));
    Map<UUID, Access.Channel> channels = new HashMap<>();
    transactions
        .single(ChannelMapper.class, mapper -> mapper.find(projectId, ids))
        .forEach(row -> channels.put(row.id(), Access.Channel.of(row)));
    return channels;
  }
}
