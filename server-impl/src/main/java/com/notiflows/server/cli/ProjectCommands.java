package com.notiflows.server.cli;

import com.notiflows.server.projects.ProjectService.Project;
import com.notiflows.server.projects.ProjectService.SecurityMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands about projects. */
final class ProjectCommands {

  private static final String NO_AGE = "none";

  private ProjectCommands() {}

  private static Map<String, String> fields(Project project) {
    return Fields.of(
        "id",
        project.id(),
        "name",
        project.name(),
        "security_mode",
        project.securityMode().label(),
        "user_key_max_age",
        text(project.userKeyMaxAge()),
        "require_if_match",
        project.requireIfMatch() ? "on" : "off",
        "created_at",
        project.createdAt());
  }

  private static String text(Optional<Duration> age) {
    return age.map(Duration::toString).orElse(NO_AGE);
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
        "Set whether users must authenticate with a user key.",
        "If off, anyone who has the public key can act as any user of the project: only for"
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
      name = "user-key-max-age",
      description = {
        "Set the maximum age of user keys, counted from iat, even if exp is later.",
        "User keys then need exp or iat. Without a maximum age, a key without both is valid until its"
            + " signing key is retired."
      },
      mixinStandardHelpOptions = true)
  static final class SetUserKeyMaxAge implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Parameters(
        paramLabel = "AGE",
        converter = AgeConverter.class,
        description = "A duration, such as 12h or 30d; none removes the maximum age.")
    private Age age;

    SetUserKeyMaxAge(Session session) {
      this.session = session;
    }

    private record Age(Optional<Duration> duration) {}

    private static final class AgeConverter implements ITypeConverter<Age> {

      @Override
      public Age convert(String text) {
        return new Age(
            text.equals(NO_AGE)
                ? Optional.empty()
                : Optional.of(new DurationConverter().convert(text)));
      }
    }

    @Override
    public Integer call() {
      session.withServices(
          services -> {
            services.projects().setUserKeyMaxAge(project.id(), age.duration());
            return age;
          });
      printout.one(Fields.of("user_key_max_age", text(age.duration())));
      return 0;
    }
  }

  @Command(
      name = "require-if-match",
      description =
          "Set whether replacing settings requires If-Match, which prevents lost updates.",
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
