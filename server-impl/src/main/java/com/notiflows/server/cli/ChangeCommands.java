package com.notiflows.server.cli;

import com.notiflows.server.changes.Anchor;
import com.notiflows.server.changes.ChainCheck.Report;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code notiflows changes}. */
final class ChangeCommands {

  private ChangeCommands() {}

  @Command(
      name = "verify",
      description = {
        "Check that no stored change of a project was altered, removed or inserted.",
        "Prints the last change with its hash. Store that elsewhere, and expect it next time: it shows"
            + " whether the whole chain was replaced."
      },
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {

    private final Session session;

    @Spec private CommandSpec spec;
    @Mixin private Printout printout;
    @Mixin private ProjectOption project;

    @Option(
        names = "--expect",
        paramLabel = "POSITION:HASH",
        converter = AnchorConverter.class,
        description = "A change as an earlier check printed it.")
    private @Nullable Anchor expected;

    Verify(Session session) {
      this.session = session;
    }

    @Override
    public Integer call() {
      Progress progress = new Progress(spec.commandLine().getErr(), "changes", "checked");
      Report report =
          session.withServices(
              services ->
                  services
                      .chainCheck()
                      .check(
                          project.id(),
                          Optional.ofNullable(expected),
                          count -> progress.at(count, Optional.empty())));
      progress.end(report.checked());
      if (report.fault().isPresent()) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(report.fault().get() + ".");
        return ExitCode.SOFTWARE;
      }
      printout.one(
          Fields.of(
              "intact",
              report.checked(),
              "first",
              report.first(),
              "without_details",
              report.erased(),
              "last",
              report.end()));
      return ExitCode.OK;
    }
  }

  /** Reads what {@link Verify} prints as the last change. */
  static final class AnchorConverter implements ITypeConverter<Anchor> {

    @Override
    public Anchor convert(String text) {
      return Anchor.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no change, such as 'changes verify' prints as last"));
    }
  }
}
