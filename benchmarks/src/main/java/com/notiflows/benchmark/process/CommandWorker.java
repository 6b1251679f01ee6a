package com.notiflows.benchmark.process;

import com.notiflows.server.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * The process that runs commands of the server's command line, which would otherwise take a JVM
 * each. It runs with the classes of the distribution and reads its configuration from its
 * environment, as {@code bin/notiflows} does.
 */
public final class CommandWorker {

  private CommandWorker() {}

  /** A command, without {@code bin/notiflows}. */
  public record Command(List<String> arguments) {}

  /** What became of a command. */
  public record Printed(int exitCode, String out, String err) {}

  /** Carries out the orders on its standard input. */
  public static void main(String[] arguments) throws Exception {
    WorkerLoop.run(Command.class, CommandWorker::run);
  }

  private static Printed run(Command command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine(System.getenv())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(command.arguments().toArray(String[]::new));
    return new Printed(exitCode, out.toString(), err.toString());
  }
}
