package com.notiflows.server.cli;

import com.notiflows.server.projects.ProjectService.Project;
import com.notiflows.server.projects.ProjectService.SecurityMode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about projects. */
final class ProjectCommands {

  private ProjectCommands() {}

  private static Map<String, String> fields(Project project) {
    return Fields.of(
        "id",
        project.id(),
        "name",
        project.name(),
        "security_mode",
        project.securityMode().label(),
        "require_if_match",
        project.requireIfMatch() ? "on" : "off",
        "created_at",
        project.createdAt());
  }

  @Command(
      name = "create",
      description = "Create a project. It has no keys yet: see `keys create`.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;

    @Parameters(paramLabel = "NAME", description = "A name for people.")
    private String name;

    Create(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      printout.one(fields(session.withServices(services -> services.projects().create(name))));
      return 0;
    }
  }

  @Command(name = "list", description = "List all projects.", mixinStandardHelpOptions = true)
  static final class ListAll implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;

    ListAll(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      printout.many(
          session.withServices(services -> services.projects().list()).stream()
              .map(ProjectCommands::fields)
              .toList());
      return 0;
    }
  }

  @Command(
      name = "security-mode",
      description = {
        "Set whether users must prove who they are.",
        "With it off, anybody who has the public key can act as any user of the project: only for"
            + " testing."
      },
      mixinStandardHelpOptions = true)
  static final class SetSecurityMode implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Parameters(paramLabel = "MODE", description = "on or off.")
    private SecurityMode mode;

    SetSecurityMode(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      session.withServices(
          services -> {
            services.projects().setSecurityMode(project.id(), mode);
            return mode;
          });
      printout.one(Fields.of("security_mode", mode.label()));
      return 0;
    }
  }

  @Command(
      name = "require-if-match",
      description =
          "Set whether settings are replaced only with If-Match, so that no writer overlooks another.",
      mixinStandardHelpOptions = true)
  static final class SetRequireIfMatch implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Parameters(paramLabel = "DEMAND", description = "on or off.")
    private Demand demand;

    SetRequireIfMatch(Session session) {
      this.session = session;
    }

    private enum Demand {
      ON,
      OFF
    }

    @Override
    public Integer call() {
      session.withServices(
          services -> {
            services.projects().setRequireIfMatch(project.id(), demand == Demand.ON);
            return demand;
          });
      printout.one(Fields.of("require_if_match", demand == Demand.ON ? "on" : "off"));
      return 0;
    }
  }
}
