package com.notiflows.server.cli;

import com.notiflows.server.users.User;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands about users. */
final class UserCommands {

  private UserCommands() {}

  private static Map<String, String> fields(User user) {
    return Fields.of(
        "id", user.id(), "external_id", user.externalId(), "created_at", user.createdAt());
  }

  @Command(
      name = "create",
      description = "Create a user in a project.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Parameters(paramLabel = "EXTERNAL_ID", description = "Your own id of the user.")
    private String externalId;

    Create(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      printout.one(
          fields(
              session.withServices(
                  services -> services.userAdministration().create(project.id(), externalId))));
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "List users of a project, newest first.",
      mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec;
    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Option(
        names = "--limit",
        defaultValue = "100",
        description = "The maximum number of users (default: ${DEFAULT-VALUE}).")
    private int limit;

    ListAll(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      if (limit < 1) {
        throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
      }
      printout.many(
          session
              .withServices(services -> services.userAdministration().list(project.id(), limit))
              .stream()
              .map(UserCommands::fields)
              .toList());
      return 0;
    }
  }
}
