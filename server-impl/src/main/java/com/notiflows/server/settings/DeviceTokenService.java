package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.StoredRow;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessService;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The rules of changing single device tokens. Changes to one user's settings wait for each other.
 */
public final class DeviceTokenService {

  /** The field of settings that holds them. */
  static final String DEVICE_TOKENS = "device_tokens";

  /** A lost race costs one round; so many in a row mean that something else is wrong. */
  private static final int ROUNDS = 100;

  private final BundledSpec spec;
  private final AccessService accesses;
  private final Transactions transactions;
  private final Clock clock;

  /** Wires the service; the clock dates what is written. */
  public DeviceTokenService(
      BundledSpec spec, AccessService accesses, Transactions transactions, Clock clock) {
    this.spec = spec;
    this.accesses = accesses;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Makes changes to the device tokens of a user, and returns after the commit.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for user or channel, and for settings if nothing is added to them; 422
   *     if the channel has no device tokens, if the changes contradict each other, or if the list
   *     would get too long
   */
  public ChannelSettings change(Access found, String channelText, DeviceTokenChanges changes) {
    Access access = found;
    for (int round = 0; round < ROUNDS; round++) {
      UUID userId = access.requireUser();
      Access.Channel channel = access.requireChannel(channelText);
      Provider.Shape shape = judge(channel, changes);
      Target target = new Target(access.projectId(), userId, channel, channelText);
      try {
        return transactions.run(
            mappers -> change(mappers.get(ChannelSettingsMapper.class), target, shape, changes));
      } catch (DatabaseException e) {
        boolean isLostRace =
            e.kind() == DatabaseException.Kind.DUPLICATE
                || e.kind() == DatabaseException.Kind.PARENT_GONE;
        if (!isLostRace) {
          throw e;
        }
      }
      access = accesses.open(access.request());
    }
    throw new IllegalStateException("Lost " + ROUNDS + " races for the same settings");
  }

  private record Target(UUID projectId, UUID userId, Access.Channel channel, String channelText) {}

  private ChannelSettings change(
      ChannelSettingsMapper mapper,
      Target target,
      Provider.Shape shape,
      DeviceTokenChanges changes) {
    StoredRow before = mapper.lock(target.projectId(), target.userId(), target.channel().id());
    if (before == null && !changes.isAdding()) {
      throw ChannelSettingsService.noSettings(target.channelText());
    }
    ObjectNode settings =
        before == null
            ? JsonNodeFactory.instance.objectNode()
            : (ObjectNode) CanonicalJson.read(before.settings());
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    changes.applyTo(tokens(settings)).forEach(tokens::add);
    settings.set(DEVICE_TOKENS, tokens);
    judge(shape, settings);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String text = CanonicalJson.write(settings);
    ChannelSettingsRow row =
        new ChannelSettingsRow(
            target.projectId(), target.userId(), target.channel().id(), text, now);
    if (before == null) {
      mapper.insert(row);
      return stored(target, settings, now, now);
    }
    if (before.settings().equals(text)) {
      return stored(target, settings, before.createdAt(), before.updatedAt());
    }
    mapper.replace(row);
    return stored(target, settings, before.createdAt(), now);
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

  private static ChannelSettings stored(
      Target target, JsonNode settings, Instant createdAt, Instant updatedAt) {
    Access.Channel channel = target.channel();
    return new ChannelSettings(
        target.userId(), channel.id(), channel.provider(), settings, createdAt, updatedAt);
  }
}
