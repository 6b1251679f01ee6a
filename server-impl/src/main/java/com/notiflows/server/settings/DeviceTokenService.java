package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of changing single device tokens. Changes to one user's settings wait for each other.
 */
public final class DeviceTokenService {

  /** The field of settings that holds them. */
  static final String DEVICE_TOKENS = "device_tokens";

  private final BundledSpec spec;
  private final LockedWrites locked;

  /** Wires the service; the clock dates what is written. */
  public DeviceTokenService(
      BundledSpec spec, AccessService accesses, Transactions transactions, Clock clock) {
    this.spec = spec;
    this.locked = new LockedWrites(accesses, transactions, clock);
  }

  /**
   * Makes changes to the device tokens of a user, and returns after the commit.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for user or channel, and for settings if nothing is added to them; 422
   *     if the channel has no device tokens, if the changes contradict each other, or if the list
   *     would get too long; 412 if the precondition does not hold
   */
  public ChannelSettings change(
      Access access, String channelText, DeviceTokenChanges changes, Precondition precondition) {
    access.requireUser();
    Provider.Shape shape = judge(access.requireChannel(channelText), changes);
    return locked.write(
        access,
        channelText,
        before -> {
          boolean isPresumed = precondition.holds(before);
          if (before.isEmpty() && !changes.isAdding() && isPresumed) {
            throw ChannelSettingsService.noSettings(channelText);
          }
          if (!isPresumed) {
            throw ApiException.preconditionFailed(channelText);
          }
          return change(before, shape, changes);
        });
  }

  private JsonNode change(
      Optional<ChannelSettings> before, Provider.Shape shape, DeviceTokenChanges changes) {
    ObjectNode settings =
        before
            .map(found -> (ObjectNode) found.settings().deepCopy())
            .orElseGet(JsonNodeFactory.instance::objectNode);
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    changes.applyTo(tokens(settings)).forEach(tokens::add);
    settings.set(DEVICE_TOKENS, tokens);
    judge(shape, settings);
    return settings;
  }

  private Provider.Shape judge(Access.Channel channel, DeviceTokenChanges changes) {
    Provider provider =
        spec.providers()
            .find(channel.provider())
            .orElseThrow(() -> new IllegalStateException("No provider " + channel.provider()));
    boolean hasTokens =
        provider.settings().map(s -> s.collapsedLists().contains(DEVICE_TOKENS)).orElse(false);
    if (!hasTokens) {
      String message =
          "belong to another provider; the provider of this channel is " + provider.name();
      throw failed(List.of(new FieldViolation(DEVICE_TOKENS, message, Reason.WRONG_PROVIDER)));
    }
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

  private static List<String> tokens(JsonNode settings) {
    List<String> tokens = new ArrayList<>();
    settings.path(DEVICE_TOKENS).forEach(token -> tokens.add(token.asText()));
    return tokens;
  }
}
