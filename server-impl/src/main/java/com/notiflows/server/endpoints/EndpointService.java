package com.notiflows.server.endpoints;

import static com.notiflows.server.settings.SettingsService.wrongProvider;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.persistence.EndpointMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Limits;
import com.notiflows.server.write.RefusedWrite;
import com.notiflows.server.write.WriteCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Endpoints by identifier: looks up their owners, takes feedback, restores them. */
public final class EndpointService {

  private final Limits limits;
  private final Transactions transactions;

  /** Reads through the transactions. */
  public EndpointService(BundledSpec spec, Transactions transactions) {
    this.limits = spec.limits();
    this.transactions = transactions;
  }

  /**
   * What a sender learned of an endpoint.
   *
   * @param identifier the device token or the URL of the push endpoint
   * @param outcome what happened, in the words of the spec or any others
   */
  public record Report(String identifier, String outcome, Instant occurredAt) {

    /** Omits the identifier because it is secret. */
    @Override
    public String toString() {
      return "Report[outcome=" + outcome + ", occurredAt=" + occurredAt + "]";
    }
  }

  /**
   * The users who own an identifier, in order of their ids; no more of them than the spec lists.
   *
   * @param channelText the channel's id as it was sent
   * @param field what of the request names the identifier
   * @throws ApiException 404 for the channel, 422 if it has no endpoints
   */
  public List<StoredUser> owners(
      Access access, String channelText, String field, String identifier) {
    Channel channel = access.requireChannel(channelText);
    if (!channel.hasTokens()) {
      throw noEndpoints(channel, field);
    }
    Hash hash = access.project().tokenKey().hash(identifier);
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
   * 422 if it has no endpoints.
   *
   * @param channelText the channel's id as it was sent
   */
  public WriteCommand<List<RetireEndpoints.Result>> feedback(
      Access access, String channelText, List<Report> reports) {
    return onChannel(
        access,
        channelText,
        "items",
        channel ->
            new RetireEndpoints(
                channel,
                reports.stream()
                    .map(
                        report ->
                            new RetireEndpoints.Report(
                                access.project().tokenKey().hash(report.identifier()),
                                report.outcome(),
                                report.occurredAt()))
                    .toList()));
  }

  /**
   * The command that restores an endpoint. Refused with 404 for the channel, or if nobody owns the
   * identifier and it is not in quarantine; 422 if the channel has no endpoints, or if a user has
   * too many.
   *
   * @param channelText the channel's id as it was sent
   * @param field what of the request names the identifier
   */
  public WriteCommand<List<StoredUser>> restore(
      Access access, String channelText, String field, String identifier) {
    return onChannel(
        access,
        channelText,
        field,
        channel ->
            new RestoreEndpoint(
                channel,
                access.project().tokenKey().hash(identifier),
                field,
                Duration.ofSeconds(limits.quarantineSeconds()),
                limits.listedViolations()));
  }

  private <R> WriteCommand<R> onChannel(
      Access access, String channelText, String field, Function<Channel, WriteCommand<R>> command) {
    Optional<Channel> channel = access.channel();
    if (channel.isEmpty()) {
      return refused(access, Access.noSuchChannel(channelText));
    }
    if (!channel.get().hasTokens()) {
      return refused(access, noEndpoints(channel.get(), field));
    }
    return command.apply(channel.get());
  }

  private static <R> WriteCommand<R> refused(Access access, ApiException error) {
    return new RefusedWrite<>(Optional.empty(), access.channelId(), error, error);
  }

  private ApiException noEndpoints(Channel channel, String field) {
    return ApiException.validationFailed(
        List.of(wrongProvider(channel, field)), limits.listedViolations());
  }
}
