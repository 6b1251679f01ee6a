package com.notiflows.server.settings.devices;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.settings.model.Precondition;
import com.notiflows.server.settings.model.Written;
import com.notiflows.server.settings.store.SeenTokens;
import com.notiflows.server.settings.store.SettingsChange;
import com.notiflows.server.settings.store.SettingsStore;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The rules of changing single device tokens. None of two changes at once is lost. */
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
        look(access, changes, precondition),
        call -> {
          UUID userId = call.requireUser();
          Access.Channel channel = call.requireChannel(channelText);
          Provider.Shape shape = validate(channel, changes);
          return new SettingsChange(
              userId,
              channel,
              call.stored(),
              changes.added(),
              changes.devices(),
              changes.unwanted(),
              (before, seen) -> {
                demand(precondition, changes, before.get(), channelText);
                return change(before.get(), seen, channel, shape, changes, DEVICE_TOKENS);
              });
        });
  }

  /** Most changes depend on nothing but the settings, as they have just been looked up. */
  private static Look look(Access access, DeviceTokenChanges changes, Precondition precondition) {
    boolean isEvicting = access.channel().filter(c -> c.tokens().isEvicting()).isPresent();
    boolean isFree = precondition == Precondition.NONE && changes.devices().isEmpty();
    return isFree && !isEvicting ? Look.KNOWN : Look.LOCKED;
  }

  private static void demand(
      Precondition precondition,
      DeviceTokenChanges changes,
      Optional<ChannelSettings> before,
      String channelText) {
    boolean isPresumed = precondition.holds(before);
    if (before.isEmpty() && !changes.isAdding() && isPresumed) {
      throw ChannelSettings.notFound(channelText);
    }
    if (!isPresumed) {
      throw ApiException.preconditionFailed(channelText);
    }
  }

  /**
   * What settings become by changes that don't contradict each other.
   *
   * @param field what of the request brings too many tokens, if they are
   */
  JsonNode change(
      Optional<ChannelSettings> before,
      SeenTokens seen,
      Access.Channel channel,
      Provider.Shape shape,
      DeviceTokenChanges changes,
      String field) {
    ObjectNode settings =
        before
            .map(found -> (ObjectNode) found.settings().deepCopy())
            .orElseGet(JsonNodeFactory.instance::objectNode);
    Set<String> stored = DeviceTokens.in(settings);
    Set<String> superseded = seen.superseded();
    List<String> living = stored.stream().filter(token -> !superseded.contains(token)).toList();
    List<String> wanted = changes.applyTo(living);
    boolean isGrowing = wanted.size() > stored.size();
    int most = shape.longest().getOrDefault(DEVICE_TOKENS, Integer.MAX_VALUE);
    List<String> kept = isGrowing ? kept(wanted, most, seen, channel, changes) : wanted;
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    kept.forEach(tokens::add);
    settings.set(DEVICE_TOKENS, tokens);
    validate(channel, shape, settings, isGrowing ? Optional.of(field) : Optional.empty());
    return settings;
  }

  /** What is left where new tokens take the places of old ones; none of the new ones goes. */
  private static List<String> kept(
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

  private Provider.Shape validate(Access.Channel channel, DeviceTokenChanges changes) {
    Provider provider = DeviceTokens.requireProvider(spec, channel, DEVICE_TOKENS);
    List<FieldViolation> contradictions = changes.contradictions();
    if (!contradictions.isEmpty()) {
      throw failed(contradictions);
    }
    return provider.settings().orElseThrow();
  }

  /**
   * What may be stored is bounded as what may be written is, but that it may be empty. A cap that
   * was lowered takes nothing away: it stands in the way of one more, and of nothing else.
   */
  private void validate(
      Access.Channel channel, Provider.Shape shape, JsonNode settings, Optional<String> growing) {
    List<FieldViolation> violations = new ArrayList<>();
    for (FieldViolation found : shape.stored().violations(settings, "")) {
      violations.add(
          new FieldViolation(growing.orElse(found.field()), found.message(), found.reason()));
    }
    if (violations.isEmpty()) {
      growing
          .flatMap(
              field -> DeviceTokens.overCap(channel, settings.path(DEVICE_TOKENS).size(), field))
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
