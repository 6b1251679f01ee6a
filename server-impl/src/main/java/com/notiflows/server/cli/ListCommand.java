package com.notiflows.server.cli;

import com.notiflows.server.services.Services;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists one kind of objects of a project. */
@Command(name = "list", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

  private final Session session;
  private final Listing listing;

  @Mixin private Printout printout;
  @Mixin private ProjectOption project;

  private ListCommand(Session session, Listing listing) {
    this.session = session;
    this.listing = listing;
  }

  /** Reads the objects to list. */
  @FunctionalInterface
  interface Listing {

    /** The objects of a project, each as its fields. */
    List<Map<String, String>> of(Services services, UUID projectId);
  }

  /** The command that lists these objects, with a description for people. */
  static CommandLine of(Session session, String description, Listing listing) {
    CommandLine line = new CommandLine(new ListCommand(session, listing));
    line.getCommandSpec().usageMessage().description(description);
    return line;
  }

  @Override
  public Integer call() {
    printout.many(session.withServices(services -> listing.of(services, project.id())));
    return 0;
  }
}
