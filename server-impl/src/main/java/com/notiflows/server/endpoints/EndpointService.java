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

/** Endpoints by identifier: looks up their owners, takes feedback, restores them. */
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
   * An endpoint as a request names it.
   *
   * @param field the field that names it
   * @param identifier the device token or the URL of the push endpoint
   */
  public record Named(String field, String identifier) {

    private static final String DEVICE_TOKEN = "device_token";
    private static final String ENDPOINT = "endpoint";

    /** Named by its device token, or else by the URL of its push endpoint. */
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
   * @param outcome what happened, in the words of the spec or any others
   */
  public record Report(Named endpoint, String outcome, Instant occurredAt) {}

  /**
   * The users who own an identifier, in order of their ids; no more of them than the spec lists.
   *
   * @param channelText the channel's id as it was sent
   * @throws ApiException 404 for the channel, 422 if it has no endpoints with that kind of name
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
   * The command that takes reports and retires dead endpoints. Refused with 404 for the channel,
   * 422 if it has no endpoints with that kind of name.
   *
   * @param channelText the channel's id as it was sent
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
   * The command that restores an endpoint. Refused with 404 for the channel, or if no user owns the
   * identifier and it is not in quarantine; 422 if the channel has no endpoints with that kind of
   * name, or if a user has too many.
   *
   * @param channelText the channel's id as it was sent
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
