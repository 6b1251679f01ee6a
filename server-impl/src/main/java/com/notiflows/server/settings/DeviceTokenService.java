package com.notiflows.server.settings;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The rules of changing single device tokens. Changes to one user's settings wait for each other.
 */
public final class DeviceTokenService {

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
              (before, seen) -> {
                demand(precondition, changes, before.get(), channelText);
                return change(before.get(), seen, channel, shape, changes);
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
      SeenTokens seen,
      Access.Channel channel,
      Provider.Shape shape,
      DeviceTokenChanges changes) {
    ObjectNode settings =
        before
            .map(found -> (ObjectNode) found.settings().deepCopy())
            .orElseGet(JsonNodeFactory.instance::objectNode);
    Set<String> superseded = seen.superseded();
    List<String> living =
        Draft.tokens(settings).stream().filter(token -> !superseded.contains(token)).toList();
    List<String> wanted = changes.applyTo(living);
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    int most = shape.longest().getOrDefault(DEVICE_TOKENS, Integer.MAX_VALUE);
    kept(wanted, most, seen, channel, changes).forEach(tokens::add);
    settings.set(DEVICE_TOKENS, tokens);
    judge(channel, shape, settings);
    return settings;
  }

  /** What is left where new tokens take the places of old ones; none of the new ones goes. */
  private List<String> kept(
      List<String> wanted,
      int most,
      SeenTokens seen,
      Access.Channel channel,
      DeviceTokenChanges changes) {
    int cap = channel.tokens().cap().orElse(most);
    if (!channel.tokens().isEvicting() || wanted.size() <= cap) {
      return wanted;
    }
    Set<String> kept = new LinkedHashSet<>(wanted);
    Set<String> named = new HashSet<>(changes.added());
    for (String token : seen.leastRecentFirst()) {
      if (kept.size() > cap && !named.contains(token)) {
        kept.remove(token);
      }
    }
    return List.copyOf(kept);
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
  private void judge(Access.Channel channel, Provider.Shape shape, JsonNode settings) {
    List<FieldViolation> violations = new ArrayList<>(shape.stored().violations(settings, ""));
    if (violations.isEmpty()) {
      DeviceTokens.overCap(channel, settings.path(DEVICE_TOKENS).size(), DEVICE_TOKENS)
          .ifPresent(violations::add);
    }
    if (!violations.isEmpty()) {
      throw failed(violations);
    }
  }

  private ApiException failed(List<FieldViolation> violations) {
    return ApiException.validationFailed(violations, spec.limits().listedViolations());
  }
}
