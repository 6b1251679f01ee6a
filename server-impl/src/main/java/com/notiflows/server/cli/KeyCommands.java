package com.notiflows.server.cli;

import com.notiflows.server.projects.KeyService;
import com.notiflows.server.projects.KeyService.FreshKey;
import com.notiflows.server.projects.KeyService.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about keys. */
final class KeyCommands {

  private KeyCommands() {}

  private static Map<String, String> fields(KeyService.Key key) {
    return Fields.of(
        "id",
        key.id(),
        "kind",
        key.kind().label(),
        "key",
        key.label(),
        "created_at",
        key.createdAt(),
        "expires_at",
        key.expiresAt().map(Instant::toString).orElse(""),
        "revoked_at",
        key.revokedAt().map(Instant::toString).orElse(""),
        "scopes",
        scopes(key));
  }

  private static String scopes(KeyService.Key key) {
    String all = key.kind() == Kind.SECRET ? "all" : "";
    return key.scopes().map(scopes -> String.join(" ", new TreeSet<>(scopes))).orElse(all);
  }

  static CommandLine list(Session session) {
    return ListCommand.of(
        session,
        "List the keys of a project, including revoked ones.",
        (services, projectId) ->
            services.keys().list(projectId).stream().map(KeyCommands::fields).toList());
  }

  @Command(
      name = "create",
      description =
          "Create a key and print it. Only the hash of a secret key is stored: it can't be shown again.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Option(
        names = "--kind",
        required = true,
        description = "public (names the project) or secret (authenticates a backend).")
    private Kind kind;

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        description = "The lifetime, such as P90D or PT12H. Default: unlimited.")
    private Optional<Duration> lifetime;

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description =
            "A scope of a secret key, such as channel-settings:write; can be repeated. Default: all.")
    private Set<String> scopes = new LinkedHashSet<>();

    Create(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      FreshKey fresh =
          session.withServices(
              services -> services.keys().create(project.id(), kind, lifetime, scopes));
      Map<String, String> fields = fields(fresh.key());
      fields.put("key", fresh.text());
      printout.one(fields);
      return 0;
    }
  }

  @Command(
      name = "revoke",
      description = "Revoke a key. It is rejected from the next request on.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Parameters(paramLabel = "KEY_ID", description = "The id of the key, see `keys list`.")
    private UUID keyId;

    Revoke(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      session.withServices(
          services -> {
            services.keys().revoke(project.id(), keyId);
            return keyId;
          });
      printout.one(Fields.of("revoked", keyId));
      return 0;
    }
  }
}
