package com.notiflows.server.endpoints;

import static com.notiflows.server.settings.SettingsService.wrongProvider;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.persistence.EndpointMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.RefusedWrite;
import com.notiflows.server.write.WriteCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Endpoints by identifier: owner look-up, delivery feedback, restoration. */
public final class EndpointService {

  private static final String ITEMS = "items";

  private final Limits limits;
  private final Transactions transactions;

  /** Reads through the transactions. */
  public EndpointService(BundledSpec spec, Transactions transactions) {
    this.limits = spec.limits();
    this.transactions = transactions;
  }

  /**
   * An endpoint that a request names.
   *
   * @param field the field of the request
   * @param identifier the device token or the URL of the push endpoint
   */
  public record Named(String field, String identifier) {

    private static final String DEVICE_TOKEN = "device_token";
    private static final String ENDPOINT = "endpoint";

    /** Uses the device token if present, otherwise the URL of the push endpoint. */
    public static Named of(@Nullable String deviceToken, @Nullable String endpoint) {
      return deviceToken != null
          ? new Named(DEVICE_TOKEN, deviceToken)
          : new Named(ENDPOINT, Objects.requireNonNull(endpoint));
    }

    private boolean fits(Channel channel) {
      return field.equals(DEVICE_TOKEN) ? channel.hasTokens() : channel.takesSubscriptions();
    }

    /** Omits the identifier because it is secret. */
    @Override
    public String toString() {
      return "Named[field=" + field + "]";
    }
  }

  /**
   * A delivery report for an endpoint.
   *
   * @param outcome an outcome of the spec or any other text
   */
  public record Report(Named endpoint, String outcome, Instant occurredAt) {}

  /**
   * The users who own an identifier, in order of their ids. Limited by the spec.
   *
   * @param channelText the channel id as sent
   * @throws ApiException 404 for the channel, 422 if it has no endpoints of that kind
   */
  public List<StoredUser> owners(Access access, String channelText, Named endpoint) {
    Channel channel = access.requireChannel(channelText);
    if (!endpoint.fits(channel)) {
      throw failed(List.of(wrongProvider(channel, endpoint.field())));
    }
    Hash hash = access.project().tokenKey().hash(endpoint.identifier());
    return transactions
        .single(
            EndpointMapper.class,
            mapper ->
                mapper.liveOwners(
                    access.projectId(), channel.id(), hash, limits.listedTokenOwners()))
        .stream()
        .map(
            row ->
                new StoredUser(row.userId(), new String(row.externalId(), StandardCharsets.UTF_8)))
        .toList();
  }

  /**
   * The command that processes reports and retires dead endpoints. Rejected with 404 for the
   * channel, 422 if it has no endpoints of that kind.
   *
   * @param channelText the channel id as sent
   */
  public WriteCommand<List<RetireEndpoints.Result>> feedback(
      Access access, String channelText, List<Report> reports) {
    return onChannel(
        access,
        channelText,
        channel -> violations(channel, reports),
        channel ->
            new RetireEndpoints(
                channel,
                reports.stream()
                    .map(
                        report ->
                            new RetireEndpoints.Report(
                                access.project().tokenKey().hash(report.endpoint().identifier()),
                                report.outcome(),
                                report.occurredAt()))
                    .toList(),
                limits.quarantinedEndpoints()));
  }

  private static List<FieldViolation> violations(Channel channel, List<Report> reports) {
    if (!channel.hasTokens() && !channel.takesSubscriptions()) {
      return List.of(wrongProvider(channel, ITEMS));
    }
    List<FieldViolation> violations = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      Named endpoint = reports.get(i).endpoint();
      if (!endpoint.fits(channel)) {
        violations.add(wrongProvider(channel, ITEMS + "[" + i + "]." + endpoint.field()));
      }
    }
    return violations;
  }

  /**
   * The command that restores an endpoint. Rejected with 404 for the channel, or if no user owns
   * the identifier and it is not in quarantine; 422 if the channel has no endpoints of that kind,
   * or if a user would exceed the cap.
   *
   * @param channelText the channel id as sent
   */
  public WriteCommand<List<StoredUser>> restore(Access access, String channelText, Named endpoint) {
    return onChannel(
        access,
        channelText,
        channel ->
            endpoint.fits(channel) ? List.of() : List.of(wrongProvider(channel, endpoint.field())),
        channel ->
            new RestoreEndpoint(
                channel,
                access.project().tokenKey().hash(endpoint.identifier()),
                endpoint.field(),
                Duration.ofSeconds(limits.quarantineSeconds()),
                limits.listedViolations()));
  }

  private <R> WriteCommand<R> onChannel(
      Access access,
      String channelText,
      Function<Channel, List<FieldViolation>> check,
      Function<Channel, WriteCommand<R>> command) {
    Optional<Channel> channel = access.channel();
    if (channel.isEmpty()) {
      return refused(access, Access.noSuchChannel(channelText));
    }
    List<FieldViolation> violations = check.apply(channel.get());
    return violations.isEmpty()
        ? command.apply(channel.get())
        : refused(access, failed(violations));
  }

  private static <R> WriteCommand<R> refused(Access access, ApiException error) {
    return new RefusedWrite<>(Optional.empty(), access.channelId(), error, error);
  }

  private ApiException failed(List<FieldViolation> violations) {
    return ApiException.validationFailed(violations, limits.listedViolations());
  }
}
