package com.notiflows.server.settings.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.settings.store.SettingsChange;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An item, as far as it can be validated without its user.
 *
 * @param path where it stands in the body
 * @param channel the channel, if there is such a one
 * @param settings what to store, with sorted keys; missing for a removal
 * @param faults what is wrong with channel and settings
 */
record ValidatedItem(
    BulkItem item,
    String path,
    Optional<Access.Channel> channel,
    JsonNode settings,
    List<BulkFault> faults) {

  boolean isRemoval() {
    return item.settings().isEmpty();
  }

  SettingsChange change(UUID userId) {
    return new SettingsChange(
        userId,
        channel.orElseThrow(),
        Optional.empty(),
        DeviceTokens.in(settings),
        List.of(),
        List.of(),
        (before, seen) -> settings);
  }

  List<FieldViolation> violation(String field, String message, Reason reason) {
    return List.of(new FieldViolation(path + field, message, reason));
  }

  /** Tells no settings, which hold tokens. */
  @Override
  public String toString() {
    return "ValidatedItem[path=" + path + "]";
  }
}
