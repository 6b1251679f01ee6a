package com.notiflows.server.cli;

import com.notiflows.server.projects.KeyService;
import com.notiflows.server.projects.KeyService.FreshKey;
import com.notiflows.server.projects.KeyService.Kind;
import com.notiflows.server.projects.Names;
import com.notiflows.server.projects.NewKey;
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
import picocli.CommandLine.ArgGroup;
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
        "label",
        key.label().orElse(""),
        "key",
        key.shown(),
        "scopes",
        scopes(key),
        "created_at",
        key.createdAt(),
        "expires_at",
        text(key.expiresAt()),
        "revoked_at",
        text(key.revokedAt()),
        "last_used_at",
        text(key.lastUsedAt()));
  }

  private static Map<String, String> fields(FreshKey fresh) {
    Map<String, String> fields = fields(fresh.key());
    fields.put("key", fresh.text());
    return fields;
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("");
  }

  private static String scopes(KeyService.Key key) {
    String all = key.kind() == Kind.SECRET ? "all" : "";
    return key.scopes().map(scopes -> String.join(" ", new TreeSet<>(scopes))).orElse(all);
  }

  static CommandLine list(Session session) {
    return ListCommand.of(
        session,
        "List the keys of a project, including revoked ones. The last use of a secret key is correct"
            + " to the hour.",
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
        names = "--label",
        paramLabel = "TEXT",
        description =
            "A label for people, such as the name of the backend: at most "
                + Names.LIMIT
                + " characters.")
    private Optional<String> label;

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        description = "The lifetime, such as 90d or 12h. Default: unlimited.")
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
              services ->
                  services.keys().create(project.id(), new NewKey(kind, label, lifetime, scopes)));
      printout.one(fields(fresh));
      return 0;
    }
  }

  @Command(
      name = "rotate",
      description = {
        "Create a successor of a key, with the same kind, label and scopes, and print it.",
        "The old key remains valid for the overlap, or is revoked at once. A secret key can't be shown"
            + " again."
      },
      mixinStandardHelpOptions = true)
  static final class Rotate implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @ArgGroup(multiplicity = "1")
    private OldKey oldKey = new OldKey();

    @Option(
        names = "--expires-in",
        paramLabel = "DURATION",
        description = "The lifetime of the successor. Default: that of the old key.")
    private Optional<Duration> lifetime;

    @Parameters(paramLabel = "KEY_ID", description = "The id of the old key, see `keys list`.")
    private UUID keyId;

    Rotate(Session session) {
      this.session = session;
    }

    /** When the old key ends. */
    static final class OldKey {

      @Option(
          names = "--overlap",
          paramLabel = "DURATION",
          description =
              "The old key expires after this time, such as 7d or 12h, or when it would anyway.")
      private Optional<Duration> overlap = Optional.empty();

      @Option(names = "--now", description = "The old key is revoked.")
      private boolean isRevoked;

      /** How long the old key remains valid; empty if it is revoked. */
      Optional<Duration> overlap() {
        return isRevoked ? Optional.empty() : overlap;
      }
    }

    @Override
    public Integer call() {
      FreshKey fresh =
          session.withServices(
              services -> services.keys().rotate(project.id(), keyId, oldKey.overlap(), lifetime));
      Map<String, String> fields = fields(fresh);
      fields.put("replaces", keyId.toString());
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
