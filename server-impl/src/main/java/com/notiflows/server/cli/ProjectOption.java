package com.notiflows.server.cli;

import java.util.UUID;
import picocli.CommandLine.Option;

/** The project of a command. */
final class ProjectOption {

  @Option(
      names = "--project",
      required = true,
      paramLabel = "ID",
      description = "The id of the project, see `projects list`.")
  private UUID id;

  UUID id() {
    return id;
  }
}
