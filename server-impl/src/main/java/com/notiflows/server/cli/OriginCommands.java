package com.notiflows.server.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about the origins whose pages may call the User API. */
final class OriginCommands {

  private OriginCommands() {}

  private static List<Map<String, String>> rows(List<String> origins) {
    return origins.stream().map(origin -> Fields.of("origin", origin)).toList();
  }

  static CommandLine list(Session session) {
    return ListCommand.of(
        session,
        "List the origins that a project allows.",
        (services, projectId) -> rows(services.origins().list(projectId)));
  }

  @Command(
      name = "set",
      description = "Allow only these origins. Without arguments, no page can call the User API.",
      mixinStandardHelpOptions = true)
  static final class Replace implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Parameters(
        arity = "0..*",
        paramLabel = "ORIGIN",
        description = "Such as https://app.example.com or http://localhost:3000.")
    private List<String> origins = List.of();

    Replace(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      printout.many(
          rows(session.withServices(services -> services.origins().set(project.id(), origins))));
      return 0;
    }
  }
}
