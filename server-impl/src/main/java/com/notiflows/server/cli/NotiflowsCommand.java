package com.notiflows.server.cli;

import com.notiflows.server.config.ConfigException;
import com.notiflows.server.encryption.DecryptionException;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.problem.SafeTrace;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
    name = "notiflows",
    description = "Runs and administers a Notiflows server.",
    mixinStandardHelpOptions = true,
    versionProvider = NotiflowsCommand.Version.class,
    footer = {
      "",
      "The environment variables NOTIFLOWS_DB_URL, NOTIFLOWS_DB_USER and NOTIFLOWS_DB_PASSWORD",
      "set the database. So do lines NAME=value of a file that NOTIFLOWS_CONFIG names.",
      "Exit codes: 0 success, 1 failure, 2 invalid usage."
    })
public final class NotiflowsCommand implements Runnable {

  @Spec private CommandSpec spec;

  private NotiflowsCommand() {}

  /**
   * All commands except the one that runs the server.
   *
   * @param environment contains the configuration
   * @param clock for times of creation
   */
  public static CommandLine commandLine(Map<String, String> environment, Clock clock) {
    Session session = new Session(environment, clock);
    return new CommandLine(new NotiflowsCommand())
        .addSubcommand(new MigrateCommand(session))
        .addSubcommand(
            group("projects", "Create, list and configure projects.")
                .addSubcommand(new ProjectCommands.Create(session))
                .addSubcommand(new ProjectCommands.ListAll(session))
                .addSubcommand(new ProjectCommands.SetSecurityMode(session))
                .addSubcommand(new ProjectCommands.SetUserKeyMaxAge(session))
                .addSubcommand(new ProjectCommands.SetRequireIfMatch(session)))
        .addSubcommand(
            group("keys", "Create, list, rotate and revoke keys.")
                .addSubcommand(new KeyCommands.Create(session))
                .addSubcommand(KeyCommands.list(session))
                .addSubcommand(new KeyCommands.Rotate(session))
                .addSubcommand(new KeyCommands.Revoke(session)))
        .addSubcommand(
            group("signing-keys", "Register, list and retire the keys that sign JWTs of users.")
                .addSubcommand(new SigningKeyCommands.Register(session))
                .addSubcommand(SigningKeyCommands.list(session))
                .addSubcommand(new SigningKeyCommands.Retire(session)))
        .addSubcommand(
            group("origins", "Set and list the origins whose pages may call the User API.")
                .addSubcommand(new OriginCommands.Replace(session))
                .addSubcommand(OriginCommands.list(session)))
        .addSubcommand(
            group("channels", "Create and list channels.")
                .addSubcommand(new ChannelCommands.Create(session))
                .addSubcommand(new ChannelCommands.SetTokenCap(session))
                .addSubcommand(ChannelCommands.list(session)))
        .addSubcommand(
            group("users", "Create and list users.")
                .addSubcommand(new UserCommands.Create(session))
                .addSubcommand(new UserCommands.ListAll(session)))
        .addSubcommand(
            group("settings", "Export and import the channel settings of a project.")
                .addSubcommand(new SettingsCommands.Export(session))
                .addSubcommand(new SettingsCommands.Import(session)))
        .addSubcommand(
            group("changes", "Verify the changes of a project.")
                .addSubcommand(new ChangeCommands.Verify(session)))
        .addSubcommand(
            group("encryption", "Rotate the keys of encryption at rest, and show their use.")
                .addSubcommand(new EncryptionCommands.Rotate(session))
                .addSubcommand(new EncryptionCommands.Rewrap(session))
                .addSubcommand(new EncryptionCommands.Status(session))
                .addSubcommand(new EncryptionCommands.Decrypt(session)))
        .addSubcommand(new TokenCommand(clock))
        .setExecutionExceptionHandler((thrown, line, parsed) -> explain(thrown, line))
        .registerConverter(Duration.class, new DurationConverter())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static CommandLine group(String name, String description) {
    CommandLine line = new CommandLine(new Group());
    line.getCommandSpec().name(name).usageMessage().description(description);
    return line;
  }

  private static int explain(Exception thrown, CommandLine line) {
    if (thrown instanceof ConfigException) {
      line.getErr().println(thrown.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    if (thrown instanceof AdministrationException
        || thrown instanceof DecryptionException
        || thrown instanceof IOException) {
      line.getErr().println(thrown.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (thrown instanceof DatabaseException database) {
      line.getErr().println(database.advice());
      return CommandLine.ExitCode.SOFTWARE;
    }
    line.getErr().println("Internal error, please report it: " + SafeTrace.of(thrown));
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Command(mixinStandardHelpOptions = true)
  private static final class Group implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "Missing command");
    }
  }

  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = NotiflowsCommand.class.getPackage().getImplementationVersion();
      return new String[] {"notiflows " + (version == null ? "(not packaged)" : version)};
    }
  }
}
