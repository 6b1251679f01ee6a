package com.notiflows.server.embedded;

import java.util.List;
import java.util.function.Consumer;

/** Starts one server, any number of times, with the same folder and port. */
record Launch(
    Distribution distribution,
    DataFolder folder,
    int port,
    List<String> extraArguments,
    Consumer<String> progress) {

  String jdbcUrl() {
    return "jdbc:mysql://" + LoopbackPort.HOST + ":" + port + "/" + Schema.DATABASE;
  }

  /** Locks the folder, starts the server and waits until it accepts connections. */
  DatabaseProcess run() {
    folder.lock();
    try {
      Orphans.stop(folder, progress);
      if (!folder.isInitialised()) {
        progress.accept("Creating a database in " + folder.root());
        new Initialisation(distribution, folder).run();
      }
      progress.accept("Starting " + distribution.label() + " on port " + port);
      return startServer();
    } catch (RuntimeException | Error e) {
      folder.unlock();
      throw e;
    }
  }

  private DatabaseProcess startServer() {
    ServerArguments arguments =
        new ServerArguments(distribution, folder.data(), folder.temporary());
    folder.deleteStaleSocket();
    folder.prepareTemporary();
    ErrorLog log = ErrorLog.from(folder.log());
    DatabaseProcess process =
        DatabaseProcess.spawn(arguments.toServe(port, extraArguments), folder.log());
    try {
      new Readiness(jdbcUrl(), folder.data()).await(process, log, distribution.label());
      return process;
    } catch (RuntimeException | Error e) {
      process.kill();
      throw e;
    }
  }
}
