package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserSettingsMapper;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.settings.model.Precondition;
import com.notiflows.server.settings.model.SettingsValidator;
import com.notiflows.server.settings.model.Written;
import com.notiflows.server.settings.store.SettingsChange;
import com.notiflows.server.settings.store.SettingsStore;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rules of channel settings. */
public final class ChannelSettingsService {

  private final SettingsValidator validator;
  private final Limits limits;
  private final Transactions transactions;
  private final SettingsStore store;

  /** Wires the service. */
  public ChannelSettingsService(BundledSpec spec, Transactions transactions, SettingsStore store) {
    this.validator = new SettingsValidator(spec);
    this.limits = spec.limits();
    this.transactions = transactions;
    this.store = store;
  }

  /**
   * Stores settings in place of those that are there, and returns after the commit.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for user or channel, 422 with all violations, 412 if the precondition
   *     does not hold, 428 if the project demands one and there is none
   */
  public Written put(
      Access access, String channelText, JsonNode settings, Precondition precondition) {
    boolean isFree = precondition == Precondition.NONE && !access.requireIfMatch();
    return store.write(
        access,
        isFree ? Look.KNOWN : Look.LOCKED,
        call -> {
          UUID userId = call.requireUser();
          Access.Channel channel = call.requireChannel(channelText);
          JsonNode canonical = validate(channel, settings);
          return new SettingsChange(
              userId,
              channel,
              call.stored(),
              DeviceTokens.in(canonical),
              List.of(),
              List.of(),
              (before, seen) -> {
                if (!isFree) {
                  demand(call, precondition, before.get(), channelText);
                }
                return canonical;
              });
        });
  }

  private static void demand(
      Access access,
      Precondition precondition,
      Optional<ChannelSettings> before,
      String channelText) {
    if (precondition == Precondition.NONE && access.requireIfMatch() && before.isPresent()) {
      throw ApiException.preconditionRequired();
    }
    if (!precondition.holds(before)) {
      throw ApiException.preconditionFailed(channelText);
    }
  }

  /**
   * Reads settings.
   *
   * @throws ApiException 404 for user, channel or settings
   */
  public ChannelSettings get(Access access, String channelText) {
    UUID userId = access.requireUser();
    Access.Channel channel = access.requireChannel(channelText);
    return ChannelSettings.of(
        userId, channel, access.stored().orElseThrow(() -> ChannelSettings.notFound(channelText)));
  }

  /**
   * Removes settings, and returns after the commit.
   *
   * @throws ApiException 404 for user, channel or settings, 412 if the precondition does not hold
   */
  public void delete(Access access, String channelText, Precondition precondition) {
    if (precondition != Precondition.NONE) {
      store.delete(access, channelText, precondition);
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
      throw ChannelSettings.notFound(channelText);
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

  private JsonNode validate(Access.Channel channel, JsonNode settings) {
    List<FieldViolation> violations = new ArrayList<>();
    JsonNode canonical = validator.validate(channel, settings, "settings", violations);
    if (!violations.isEmpty()) {
      throw ApiException.validationFailed(violations, limits.listedViolations());
    }
    return canonical;
  }
}
