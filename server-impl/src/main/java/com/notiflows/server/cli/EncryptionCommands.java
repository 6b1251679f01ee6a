package com.notiflows.server.cli;

import com.notiflows.server.projects.Encryption;
import com.notiflows.server.projects.ProjectService.Project;
import com.notiflows.server.services.Services;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands about encryption at rest. */
final class EncryptionCommands {

  private static final String PLAIN = "plain";

  private EncryptionCommands() {}

  /** One project, or all. */
  static final class Choice {

    @Option(
        names = "--project",
        paramLabel = "ID",
        description = "The id of the project, see `projects list`.")
    private Optional<UUID> project = Optional.empty();

    @Option(names = "--all", description = "All projects.")
    private boolean isAll;

    List<UUID> projects(Services services) {
      return isAll
          ? services.projects().list().stream().map(Project::id).toList()
          : project.stream().toList();
    }
  }

  /** What was done with a project: fields to print, and how many rows can't be decrypted. */
  private record Done(Map<String, String> fields, long failed) {}

  private static Done reencrypt(
      Encryption encryption, UUID project, PrintWriter err, String participle) {
    Progress progress = new Progress(err, "rows", participle);
    Encryption.Result result = encryption.reencrypt(project, observer(progress));
    progress.end(result.changed());
    Map<String, String> fields =
        Fields.of(
            "project",
            project,
            "key",
            currentKey(encryption, project),
            "changed",
            result.changed(),
            "failed",
            result.failed());
    return new Done(fields, result.failed());
  }

  /** Shows progress and rows that can't be decrypted. */
  private static Encryption.Observer observer(Progress progress) {
    return new Encryption.Observer() {
      @Override
      public void at(long rows, double part) {
        progress.at(rows, Optional.of(part));
      }

      @Override
      public void failed(String why) {
        progress.say(why);
      }
    };
  }

  private static String currentKey(Encryption encryption, UUID project) {
    return encryption.dataKeys().list(project).stream()
        .filter(key -> key.retiredAt() == null)
        .map(key -> Integer.toString(key.id()))
        .findFirst()
        .orElse(PLAIN);
  }

  private static int exitCode(List<Done> done) {
    return done.stream().allMatch(each -> each.failed() == 0) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  @Command(
      name = "rotate",
      description = {
        "Create a new data key for a project and encrypt all stored data of the project with it, also data",
        "that was stored as plain text. Servers go on serving.",
        "After an interruption, --resume goes on with the key that was created. A retired key is deleted by the",
        "first rotation that finds it retired for a day and used by no row."
      },
      mixinStandardHelpOptions = true)
  static final class Rotate implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec;
    @Mixin private Printout printout;

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(
        names = "--resume",
        description = "Create no key: encrypt what is not encrypted with the current one.")
    private boolean isResumed;

    Rotate(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      List<Done> done =
          session.withServices(
              services ->
                  choice.projects(services).stream()
                      .map(project -> rotate(services.encryption(), project))
                      .toList());
      printout.many(done.stream().map(Done::fields).toList());
      return exitCode(done);
    }

    private Done rotate(Encryption encryption, UUID project) {
      if (!isResumed) {
        encryption.dataKeys().replace(project);
      }
      return reencrypt(encryption, project, spec.commandLine().getErr(), "encrypted");
    }
  }

  @Command(
      name = "decrypt",
      description = {
        "Store all data of a project as plain text again, and retire its data keys. Servers go on serving.",
        "Repeat the command after an interruption. The master key may be removed from the configuration when",
        "`encryption status` shows no encrypted row of any project. `encryption rotate` encrypts again."
      },
      mixinStandardHelpOptions = true)
  static final class Decrypt implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec;
    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    Decrypt(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Done done = session.withServices(services -> decrypt(services.encryption()));
      printout.one(done.fields());
      return exitCode(List.of(done));
    }

    private Done decrypt(Encryption encryption) {
      encryption.dataKeys().retireAll(project.id());
      return reencrypt(encryption, project.id(), spec.commandLine().getErr(), "decrypted");
    }
  }

  @Command(
      name = "status",
      description = {
        "Show how many rows of each table are encrypted with each data key, and the master key of that key.",
        "Reads all data of the projects."
      },
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    Status(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      printout.many(
          session.withServices(
              services ->
                  choice.projects(services).stream()
                      .flatMap(
                          project ->
                              services.encryption().status(project).stream()
                                  .map(use -> fields(project, use)))
                      .toList()));
      return 0;
    }

    private static Map<String, String> fields(UUID project, Encryption.Use use) {
      return Fields.of(
          "project",
          project,
          "table",
          use.table(),
          "key",
          use.key().map(Object::toString).orElse(PLAIN),
          "master_key",
          use.masterKey().orElse(""),
          "rows",
          use.rows());
    }
  }

  @Command(
      name = "rewrap",
      description = {
        "Wrap the data keys of all projects with the current master key: the first one of the file that",
        "NOTIFLOWS_MASTER_KEY_FILE names. The stored data is not touched."
      },
      mixinStandardHelpOptions = true)
  static final class Rewrap implements Callable<Integer> {

    private final Session session;

    @Mixin private Printout printout;

    Rewrap(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      int rewrapped =
          session.withServices(
              services ->
                  services.projects().list().stream()
                      .mapToInt(each -> services.encryption().dataKeys().rewrap(each.id()))
                      .sum());
      printout.one(Fields.of("data_keys", rewrapped));
      return 0;
    }
  }
}
