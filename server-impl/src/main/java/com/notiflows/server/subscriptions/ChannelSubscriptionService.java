package com.notiflows.server.subscriptions;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.ChannelSubscriptionMapper;
import com.notiflows.server.persistence.ChannelSubscriptionRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.settings.model.CanonicalJson;
import com.notiflows.server.settings.model.SettingsValidator;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.spec.Provider;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of channel subscriptions. Writes for one user wait for each other. */
public final class ChannelSubscriptionService {

  private final SettingsValidator validator;
  private final Transactions transactions;
  private final Limits limits;
  private final Clock clock;

  /** Wires the service; the clock dates what is written. */
  public ChannelSubscriptionService(BundledSpec spec, Transactions transactions, Clock clock) {
    this.validator = new SettingsValidator(spec);
    this.limits = spec.limits();
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A subscription as it is stored now, and whether it was created just now. */
  public record Upserted(ChannelSubscription subscription, boolean isNew) {}

  /**
   * Adds an endpoint, or replaces the settings of the one that has this identifier; returns after
   * the commit.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for user or channel, 422 with all violations, or if the user has as
   *     many endpoints there as the limits allow
   */
  public Upserted upsert(Access access, String channelText, String identifier, JsonNode settings) {
    access.requireUser();
    Access.Channel channel = access.requireChannel(channelText);
    String text = CanonicalJson.write(validate(channel, settings));
    byte[] externalId = access.externalId().orElseThrow().getBytes(StandardCharsets.UTF_8);
    return transactions.run(
        mappers -> {
          UserRow user = mappers.get(UserMapper.class).lock(access.projectId(), externalId);
          if (user == null) {
            throw access.noSuchUser();
          }
          return write(
              mappers.get(ChannelSubscriptionMapper.class), user, channel.id(), identifier, text);
        });
  }

  /**
   * All endpoints of the user on a channel, oldest first.
   *
   * @throws ApiException 404 for user or channel
   */
  public List<ChannelSubscription> list(Access access, String channelText) {
    UUID userId = access.requireUser();
    UUID channelId = access.requireChannel(channelText).id();
    return transactions
        .single(
            ChannelSubscriptionMapper.class,
            mapper -> mapper.list(access.projectId(), userId, channelId))
        .stream()
        .map(ChannelSubscriptionService::subscription)
        .toList();
  }

  /**
   * Removes an endpoint, and returns after the commit.
   *
   * @param idText its id as it was sent
   * @throws ApiException 404 for user, channel or subscription
   */
  public void delete(Access access, String channelText, String idText, UUID id) {
    UUID userId = access.requireUser();
    UUID channelId = access.requireChannel(channelText).id();
    int removed =
        transactions.single(
            ChannelSubscriptionMapper.class,
            mapper -> mapper.delete(access.projectId(), userId, channelId, id));
    if (removed == 0) {
      throw noSuchSubscription(idText);
    }
  }

  /**
   * Removes the endpoint that has an identifier, and returns after the commit.
   *
   * @throws ApiException 404 for user, channel or subscription; it does not repeat the identifier,
   *     which leads to a device
   */
  public void deleteByIdentifier(Access access, String channelText, String identifier) {
    UUID userId = access.requireUser();
    UUID channelId = access.requireChannel(channelText).id();
    byte[] hash = Secrets.hash(identifier);
    int removed =
        transactions.single(
            ChannelSubscriptionMapper.class,
            mapper -> mapper.deleteByIdentifier(access.projectId(), userId, channelId, hash));
    if (removed == 0) {
      throw noSuchSubscription(null);
    }
  }

  private static ApiException noSuchSubscription(@Nullable String idText) {
    return ApiException.notFound(
        "channel_subscription", idText, "The user has no such subscription on this channel");
  }

  private Upserted write(
      ChannelSubscriptionMapper mapper,
      UserRow user,
      UUID channelId,
      String identifier,
      String settings) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    byte[] hash = Secrets.hash(identifier);
    List<ChannelSubscriptionRow> all = mapper.list(user.projectId(), user.id(), channelId);
    Optional<ChannelSubscriptionRow> found =
        all.stream().filter(row -> Arrays.equals(row.identifierHash(), hash)).findFirst();
    if (found.isPresent()) {
      return new Upserted(update(mapper, found.get(), settings, now), false);
    }
    if (all.size() >= limits.subscriptions()) {
      throw tooMany();
    }
    ChannelSubscriptionRow row =
        new ChannelSubscriptionRow(
            user.projectId(),
            user.id(),
            channelId,
            UuidCreator.getTimeOrderedEpoch(),
            hash,
            identifier.getBytes(StandardCharsets.UTF_8),
            settings,
            now,
            now);
    mapper.insert(row);
    return new Upserted(subscription(row), true);
  }

  /** What is stored after the update; an update that changes nothing is not written. */
  private static ChannelSubscription update(
      ChannelSubscriptionMapper mapper, ChannelSubscriptionRow row, String settings, Instant now) {
    if (row.settings().equals(settings)) {
      return subscription(row);
    }
    mapper.update(row, settings, now);
    return new ChannelSubscription(
        row.id(),
        row.userId(),
        row.channelId(),
        new String(row.identifier(), StandardCharsets.UTF_8),
        CanonicalJson.read(settings),
        row.createdAt(),
        now);
  }

  private JsonNode validate(Access.Channel channel, JsonNode settings) {
    List<FieldViolation> violations = new ArrayList<>();
    JsonNode canonical =
        validator.validate(
            channel.provider(), Provider.Kind.SUBSCRIPTIONS, settings, "settings", violations);
    if (!violations.isEmpty()) {
      throw ApiException.validationFailed(violations, limits.listedViolations());
    }
    return canonical;
  }

  private ApiException tooMany() {
    FieldViolation violation =
        new FieldViolation(
            "identifier",
            "would be one more than the "
                + limits.subscriptions()
                + " that a user may have on a channel; remove one that is no longer used",
            Reason.TOO_MANY);
    return ApiException.validationFailed(List.of(violation), limits.listedViolations());
  }

  private static ChannelSubscription subscription(ChannelSubscriptionRow row) {
    return new ChannelSubscription(
        row.id(),
        row.userId(),
        row.channelId(),
        new String(row.identifier(), StandardCharsets.UTF_8),
        CanonicalJson.read(row.settings()),
        row.createdAt(),
        row.updatedAt());
  }
}
