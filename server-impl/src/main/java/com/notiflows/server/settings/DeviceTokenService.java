package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.SettingsWriter.Look;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The rules of changing single device tokens. Changes to one user's settings wait for each other.
 */
public final class DeviceTokenService {

  /** The field of settings that holds them. */
  static final String DEVICE_TOKENS = "device_tokens";

  private final BundledSpec spec;
  private final SettingsStore store;

  /** Wires the service. */
  public DeviceTokenService(BundledSpec spec, SettingsStore store) {
    this.spec = spec;
    this.store = store;
  }

  /**
   * Makes changes to the device tokens of a user, and returns after the commit.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for user or channel, and for settings if nothing is added to them; 422
   *     if the channel has no device tokens, if the changes contradict each other, or if the list
   *     would get too long; 412 if the precondition does not hold
   */
  public Written change(
      Access access, String channelText, DeviceTokenChanges changes, Precondition precondition) {
    return store.write(
        access,
        Look.LOCKED,
        call -> {
          UUID userId = call.requireUser();
          Access.Channel channel = call.requireChannel(channelText);
          Provider.Shape shape = judge(channel, changes);
          return new SettingsChange(
              userId,
              channel,
              call.stored(),
              changes.added(),
              changes.devices(),
              (before, superseded) -> {
                demand(precondition, changes, before.get(), channelText);
                return change(before.get(), superseded, shape, changes);
              });
        });
  }

  private static void demand(
      Precondition precondition,
      DeviceTokenChanges changes,
      Optional<ChannelSettings> before,
      String channelText) {
    boolean isPresumed = precondition.holds(before);
    if (before.isEmpty() && !changes.isAdding() && isPresumed) {
      throw ChannelSettingsService.noSettings(channelText);
    }
    if (!isPresumed) {
      throw ApiException.preconditionFailed(channelText);
    }
  }

  /** What settings become by changes that don't contradict each other. */
  JsonNode change(
      Optional<ChannelSettings> before,
      Set<String> superseded,
      Provider.Shape shape,
      DeviceTokenChanges changes) {
    ObjectNode settings =
        before
            .map(found -> (ObjectNode) found.settings().deepCopy())
            .orElseGet(JsonNodeFactory.instance::objectNode);
    List<String> living =
        Draft.tokens(settings).stream().filter(token -> !superseded.contains(token)).toList();
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    changes.applyTo(living).forEach(tokens::add);
    settings.set(DEVICE_TOKENS, tokens);
    judge(shape, settings);
    return settings;
  }

  private Provider.Shape judge(Access.Channel channel, DeviceTokenChanges changes) {
    Provider provider = DeviceTokens.requireProvider(spec, channel, DEVICE_TOKENS);
    List<FieldViolation> contradictions = changes.contradictions();
    if (!contradictions.isEmpty()) {
      throw failed(contradictions);
    }
    return provider.settings().orElseThrow();
  }

  /** What may be stored is bounded as what may be written is, but that it may be empty. */
  private void judge(Provider.Shape shape, JsonNode settings) {
    List<FieldViolation> violations = shape.stored().violations(settings, "");
    if (!violations.isEmpty()) {
      throw failed(violations);
    }
  }

  private ApiException failed(List<FieldViolation> violations) {
    return ApiException.validationFailed(violations, spec.limits().listedViolations());
  }
}
