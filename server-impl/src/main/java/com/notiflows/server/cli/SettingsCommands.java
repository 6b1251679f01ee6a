package com.notiflows.server.cli;

import com.notiflows.server.bulk.SettingsExport.Exported;
import com.notiflows.server.channels.ChannelService.Channel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands about the channel settings and subscriptions of a whole project. */
final class SettingsCommands {

  private SettingsCommands() {}

  @Command(
      name = "export",
      description = {
        "Write all channel settings and subscriptions of a project as NDJSON, one line per user and channel:",
        "  {\"user_id\": …, \"channel\": …, \"settings\": {…}}",
        "  {\"user_id\": …, \"channel\": …, \"subscriptions\": [{\"identifier\": …, \"settings\": {…}}]}",
        "The channel is identified by its handle. The file contains device tokens and keys: protect it.",
        "Concurrent changes may be included or not."
      },
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec;
    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Option(
        names = "--output",
        paramLabel = "FILE",
        description =
            "The file to write. It appears when it is complete. Default: standard output.")
    private Optional<Path> file;

    private long written;
    private long unreadable;

    Export(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() throws IOException {
      if (file.isEmpty()) {
        copy(SettingsLines.to(spec.commandLine().getOut()));
      } else {
        try (SettingsLines.ToFile lines = SettingsLines.to(file.get())) {
          copy(lines);
          lines.complete();
        }
        printout.one(Fields.of("settings", written));
      }
      return unreadable == 0 ? 0 : 1;
    }

    private void copy(SettingsLines.Writer lines) throws IOException {
      Progress progress = new Progress(spec.commandLine().getErr(), "lines", "exported");
      session.<Long, IOException>withServicesOf(
          services -> {
            services
                .exports()
                .read(
                    project.id(),
                    page -> {
                      for (Exported settings : page) {
                        write(lines, settings);
                      }
                      lines.flush();
                      progress.at(written, Optional.empty());
                    });
            return written;
          });
      progress.end(written);
    }

    private void write(SettingsLines.Writer lines, Exported settings) throws IOException {
      if (settings.content().isEmpty()) {
        unreadable++;
        spec.commandLine()
            .getErr()
            .println(
                "The settings of the user "
                    + settings.externalId()
                    + " on the channel "
                    + settings.channel()
                    + " can't be read and are skipped.");
        return;
      }
      written++;
      lines.write(
          settings.externalId(), settings.channel(), settings.field(), settings.content().get());
    }
  }

  @Command(
      name = "import",
      description = {
        "Import a file of `settings export`. Replaces stored settings and subscriptions.",
        "Creates missing users. Channels with the same handles must exist.",
        "Invalid lines are reported on standard error and skipped; then the exit code is 1.",
        "The progress is stored in FILE.checkpoint until the import is complete: after an interruption,",
        "--resume continues from there. Importing a line twice has no further effect."
      },
      mixinStandardHelpOptions = true)
  static final class Import implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec;
    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Option(
        names = "--resume",
        description = "Continue where the last import of the file was interrupted.")
    private boolean isResumed;

    @Parameters(paramLabel = "FILE", description = "The NDJSON, in UTF-8.")
    private Path file;

    Import(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() throws IOException {
      SettingsImport done =
          session.<SettingsImport, IOException>withServicesOf(
              services -> {
                Map<String, UUID> channels =
                    services.channels().list(project.id()).stream()
                        .collect(Collectors.toMap(Channel::handle, Channel::id));
                SettingsImport work =
                    new SettingsImport(
                        services, project.id(), channels, spec.commandLine().getErr());
                work.run(file, isResumed);
                return work;
              });
      printout.many(
          List.of(
              Fields.of("lines", done.lines(), "stored", done.stored(), "failed", done.failed())));
      return done.failed() == 0 ? 0 : 1;
    }
  }
}
