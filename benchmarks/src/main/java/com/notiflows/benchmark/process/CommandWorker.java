package com.notiflows.benchmark.process;

import com.notiflows.server.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * The process that runs commands of the server's command line, to avoid one JVM per command. It
 * uses the classes of the distribution and the configuration in its environment, like {@code
 * bin/notiflows}.
 */
public final class CommandWorker {

  private CommandWorker() {}

  /** A command, without {@code bin/notiflows}. */
  public record Command(List<String> arguments) {}

  /** The result of a command. */
  public record Printed(int exitCode, String out, String err) {}

  /** Executes the orders from standard input. */
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
