package com.notiflows.server.cli;

import com.notiflows.server.projects.TokenSigner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "token",
    description = {
      "Sign a JWT for a user, like your backend does, and print it. For development.",
      "Send it in the header x-notiflows-user-key. Does not use the database."
    },
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private Printout printout;

  @Option(
      names = "--signing-key",
      required = true,
      paramLabel = "FILE",
      description = "The private key: PEM of PKCS #8 (PRIVATE KEY).")
  private Path file;

  @Option(names = "--kid", description = "The kid of the registered key. Default: the thumbprint.")
  private Optional<String> kid;

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      defaultValue = "1h",
      description = "The lifetime of the JWT, such as 15m (default: ${DEFAULT-VALUE}).")
  private Duration lifetime;

  @Parameters(paramLabel = "EXTERNAL_ID", description = "Your own id of the user.")
  private String externalId;

  TokenCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    String key = KeyFile.read(file);
    printout.only("token", new TokenSigner(clock).sign(key, kid, externalId, lifetime));
    return 0;
  }
}
