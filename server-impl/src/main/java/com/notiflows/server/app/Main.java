package com.notiflows.server.app;

import com.notiflows.server.cli.NotiflowsCommand;
import com.notiflows.server.problem.OutOfMemory;
import com.notiflows.server.problem.SafeTrace;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

/** The command line: everything that an administrator does, starting the server included. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs one command, and exits with its code: 0 success, 1 failure, 2 invalid usage. */
  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    OutOfMemory.endProcess();
    Thread.setDefaultUncaughtExceptionHandler(Main::report);
    System.exit(commandLine(System.getenv()).execute(arguments));
  }

  private static void report(Thread thread, Throwable thrown) {
    OutOfMemory.check(thrown);
    LOG.error("The thread {} ended: {}", thread.getName(), SafeTrace.of(thrown));
  }

  /**
   * All commands.
   *
   * @param environment where they read their configuration
   */
  public static CommandLine commandLine(Map<String, String> environment) {
    return NotiflowsCommand.commandLine(environment, Clock.systemUTC())
        .addSubcommand("serve", new ServeCommand(environment))
        .addSubcommand("archive", new ArchiveCommand());
  }
}
