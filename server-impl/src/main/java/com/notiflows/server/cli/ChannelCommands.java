package com.notiflows.server.cli;

import com.notiflows.server.channels.ChannelService.Channel;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.spec.TokenOwnership;
import com.notiflows.server.spec.TokenPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about channels. */
final class ChannelCommands {

  private ChannelCommands() {}

  private static Map<String, String> fields(Channel channel) {
    return Fields.of(
        "id",
        channel.id(),
        "handle",
        channel.handle(),
        "name",
        channel.name(),
        "type",
        channel.type(),
        "provider",
        channel.provider(),
        "token_ownership",
        channel.tokenOwnership().map(TokenOwnership::label).orElse("none"),
        "token_cap",
        channel.tokenCap().map(Object::toString).orElse("none"),
        "token_overflow",
        channel.tokenOverflow().map(TokenOverflow::label).orElse("none"),
        "created_at",
        channel.createdAt());
  }

  static CommandLine list(Session session) {
    return ListCommand.of(
        session,
        "List the channels of a project.",
        (services, projectId) ->
            services.channels().list(projectId).stream().map(ChannelCommands::fields).toList());
  }

  @Command(
      name = "create",
      description = "Create a channel in a project.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Option(
        names = "--provider",
        required = true,
        description = "The provider, such as apns, fcm or slack.")
    private String provider;

    @Option(
        names = "--handle",
        required = true,
        description = "A short name for programs, such as ios-push.")
    private String handle;

    @Option(names = "--name", description = "A name for people. Default: the handle.")
    private Optional<String> name;

    @Option(names = "--id", paramLabel = "UUID", description = "The id. Default: a new one.")
    private Optional<UUID> id;

    @Option(
        names = "--token-ownership",
        description =
            "Who may own a device token: exclusive (one user at a time) or shared (any number of"
                + " users). The default depends on the provider. Can't be changed later.")
    private Optional<TokenOwnership> tokenOwnership;

    @Mixin private CapOptions cap;

    Create(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Channel channel =
          session.withServices(
              services ->
                  services
                      .channels()
                      .create(
                          project.id(),
                          provider,
                          handle,
                          name.orElse(handle),
                          id,
                          new TokenPolicy(tokenOwnership, cap.cap(), cap.overflow())));
      printout.one(fields(channel));
      return 0;
    }
  }

  @Command(
      name = "token-cap",
      description =
          "Set the maximum number of device tokens per user on a channel, and what happens at it.",
      mixinStandardHelpOptions = true)
  static final class SetTokenCap implements Callable<Integer> {

    private final Session session;

    @Mixin private ProjectOption project;
    @Mixin private CapOptions cap;

    @Parameters(paramLabel = "HANDLE", description = "The channel, such as ios-push.")
    private String handle;

    SetTokenCap(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      return session.withServices(
          services -> {
            services
                .channels()
                .setTokenCap(
                    project.id(), handle, cap.cap(), cap.overflow().orElse(TokenOverflow.REJECT));
            return 0;
          });
    }
  }

  /** The maximum number of device tokens per user. */
  static final class CapOptions {

    @Option(
        names = "--token-cap",
        paramLabel = "N",
        description =
            "The maximum number of device tokens per user. Default: the maximum of the spec.")
    private Optional<Integer> cap;

    @Option(
        names = "--token-overflow",
        description =
            "What happens to a token over the maximum: reject (default), or evict, which replaces the"
                + " token that was registered least recently.")
    private Optional<TokenOverflow> overflow;

    Optional<Integer> cap() {
      return cap;
    }

    Optional<TokenOverflow> overflow() {
      return overflow;
    }
  }
}
