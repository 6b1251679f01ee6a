package com.notiflows.server.channels;

import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.ChannelMapper;
import com.notiflows.server.persistence.ChannelRow;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.Names;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.spec.TokenOwnership;
import com.notiflows.server.spec.TokenPolicy;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The channels of projects, for administrators. */
public final class ChannelService {

  private static final Pattern HANDLE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private final ProjectService projects;
  private final ProviderCatalog providers;
  private final Transactions transactions;
  private final Clock clock;

  /** Uses the clock for times of creation and change. */
  public ChannelService(
      ProjectService projects, ProviderCatalog providers, Transactions transactions, Clock clock) {
    this.projects = projects;
    this.providers = providers;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A channel: one provider, set up in one project.
   *
   * @param tokenOwnership who may own a device token; empty on a channel without device tokens
   * @param tokenCap the maximum number of device tokens per user; empty on a channel without them
   * @param tokenOverflow what happens at the cap; empty on a channel without device tokens
   */
  public record Channel(
      UUID id,
      String handle,
      String name,
      String type,
      String provider,
      Optional<TokenOwnership> tokenOwnership,
      Optional<Integer> tokenCap,
      Optional<TokenOverflow> tokenOverflow,
      Instant createdAt,
      Instant updatedAt) {}

  /**
   * Creates a channel.
   *
   * @param provider one of the spec
   * @param handle a short name for programs, unique in the project
   * @param name a name for people
   * @param id its id; empty for a new one
   * @param tokens what differs from the defaults of the spec; ownership can't be changed later
   * @throws AdministrationException if an argument is invalid or already used
   */
  public Channel create(
      UUID projectId,
      String provider,
      String handle,
      String name,
      Optional<UUID> id,
      TokenPolicy tokens) {
    projects.require(projectId);
    if (!HANDLE.matcher(handle).matches()) {
      throw new AdministrationException(
          "A handle has 1 to 64 of a-z, 0-9, - and _, and starts with a letter or a digit.");
    }
    Names.require("name", name);
    Provider known = providers.find(provider).orElseThrow(() -> unknown(provider));
    if (!tokens.isPreset()) {
      requireTokens(known, tokens.cap());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ChannelRow row =
        new ChannelRow(
            projectId,
            id.orElseGet(UuidCreator::getTimeOrderedEpoch),
            handle,
            name,
            known.channelType(),
            known.name(),
            tokens.ownership().map(TokenOwnership::label).orElse(null),
            tokens.cap().orElse(null),
            tokens.overflow().map(TokenOverflow::label).orElse(null),
            now,
            now);
    try {
      projects.change(projectId, mappers -> mappers.get(ChannelMapper.class).insert(row));
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.DUPLICATE) {
        throw new AdministrationException(
            "The project already has a channel with this handle or id.");
      }
      throw e;
    }
    return channel(row);
  }

  /**
   * Sets the maximum number of device tokens per user on a channel, from the next write on.
   * Settings with more tokens keep them until they are changed.
   *
   * @param cap empty for the maximum of the spec
   * @throws AdministrationException if there is no such channel, or if the cap is invalid
   */
  public void setTokenCap(
      UUID projectId, String handle, Optional<Integer> cap, TokenOverflow overflow) {
    Channel channel =
        list(projectId).stream()
            .filter(each -> each.handle().equals(handle))
            .findFirst()
            .orElseThrow(
                () -> new AdministrationException("The project has no channel " + handle + "."));
    requireTokens(
        providers.find(channel.provider()).orElseThrow(() -> unknown(channel.provider())), cap);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    projects.change(
        projectId,
        mappers ->
            mappers
                .get(ChannelMapper.class)
                .setTokenCap(projectId, handle, cap.orElse(null), overflow.label(), now));
  }

  private static void requireTokens(Provider provider, Optional<Integer> cap) {
    int most = provider.mostEndpoints().orElse(0);
    if (most == 0) {
      throw new AdministrationException(
          "Channels of the provider " + provider.name() + " have no device tokens.");
    }
    if (cap.isPresent() && (cap.get() < 1 || cap.get() > most)) {
      throw new AdministrationException("The token cap must be a number from 1 to " + most + ".");
    }
  }

  /**
   * The channels of a project, oldest first.
   *
   * @throws AdministrationException if there is no such project
   */
  public List<Channel> list(UUID projectId) {
    projects.require(projectId);
    return transactions.single(ChannelMapper.class, mapper -> mapper.list(projectId)).stream()
        .map(this::channel)
        .toList();
  }

  /** The channels of the project of a request, oldest first. */
  public List<Channel> list(Access access) {
    return transactions
        .single(ChannelMapper.class, mapper -> mapper.list(access.projectId()))
        .stream()
        .map(this::channel)
        .toList();
  }

  /**
   * The channel of a request.
   *
   * @param channelText its id as sent
   * @throws ApiException 404
   */
  public Channel get(Access access, String channelText) {
    UUID id = access.requireChannel(channelText).id();
    return transactions
        .single(ChannelMapper.class, mapper -> mapper.find(access.projectId(), List.of(id)))
        .stream()
        .findFirst()
        .map(this::channel)
        .orElseThrow(() -> Access.noSuchChannel(channelText));
  }

  private AdministrationException unknown(String provider) {
    String known = providers.all().stream().map(Provider::name).collect(Collectors.joining(", "));
    return new AdministrationException(
        "Unknown provider " + provider + ". Known providers: " + known + ".");
  }

  private Channel channel(ChannelRow row) {
    Optional<Provider> provider = providers.find(row.provider());
    TokenPolicy tokens = TokenPolicy.of(row.tokenOwnership(), row.tokenCap(), row.tokenOverflow());
    return new Channel(
        row.id(),
        row.handle(),
        row.name(),
        row.type(),
        row.provider(),
        provider.flatMap(tokens::ownershipOn),
        provider.flatMap(Provider::mostEndpoints).map(most -> tokens.cap().orElse(most)),
        provider
            .flatMap(Provider::tokenOwnership)
            .map(any -> tokens.overflow().orElse(TokenOverflow.REJECT)),
        row.createdAt(),
        row.updatedAt());
  }
}
