package com.notiflows.server.cli;

import com.notiflows.server.projects.SigningKeyService.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about the keys with which backends sign JWTs for their users. */
final class SigningKeyCommands {

  private SigningKeyCommands() {}

  private static Map<String, String> fields(SigningKey key) {
    return Fields.of(
        "kid",
        key.kid(),
        "bits",
        key.bits(),
        "created_at",
        key.createdAt(),
        "retired_at",
        key.retiredAt().map(Instant::toString).orElse(""));
  }

  static CommandLine list(Session session) {
    return ListCommand.of(
        session,
        "List the signing keys of a project, including retired ones.",
        (services, projectId) ->
            services.signingKeys().list(projectId).stream()
                .map(SigningKeyCommands::fields)
                .toList());
  }

  @Command(
      name = "register",
      description =
          "Register a public key. The User API then accepts JWTs that are signed with its private key.",
      mixinStandardHelpOptions = true)
  static final class Register implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Option(
        names = "--kid",
        description = "The kid in the header of the JWTs. Default: the thumbprint by RFC 7638.")
    private Optional<String> kid;

    @Parameters(
        paramLabel = "FILE",
        description = "RSA of 2048 bits or more: PEM (PUBLIC KEY) or a JWK.")
    private Path file;

    Register(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      String key = KeyFile.read(file);
      printout.one(
          fields(
              session.withServices(
                  services -> services.signingKeys().register(project.id(), key, kid))));
      return 0;
    }
  }

  @Command(
      name = "retire",
      description = "Retire a signing key. Its JWTs are rejected from the next request on.",
      mixinStandardHelpOptions = true)
  static final class Retire implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Parameters(paramLabel = "KID", description = "The name of the key, see `signing-keys list`.")
    private String kid;

    Retire(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      session.withServices(
          services -> {
            services.signingKeys().retire(project.id(), kid);
            return kid;
          });
      printout.one(Fields.of("retired", kid));
      return 0;
    }
  }
}
