package com.notiflows.server.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command lines of a server. */
record ServerArguments(Distribution distribution, Path data, Path temporary) {

  /** Must be the first argument; otherwise the server reads the option files of this machine. */
  static final String FIRST = "--no-defaults";

  static final String SOCKET = "db.sock";

  static String dataDir(Path data) {
    return "--datadir=" + data;
  }

  /** Initializes an empty data folder and exits. */
  List<String> toInitialise(Path sql) {
    List<String> command = common();
    if (distribution.product().isMariaDb()) {
      command.add("--bootstrap"); // reads the SQL from its standard input
    } else {
      command.add("--initialize-insecure");
      command.add("--init-file=" + sql);
    }
    return command;
  }

  /** Runs the server until it is stopped. */
  List<String> toServe(int port, List<String> extra) {
    List<String> command = common();
    command.addAll(
        List.of(
            "--port=" + port,
            "--bind-address=" + LoopbackPort.HOST,
            // relative to the data folder, because a socket path has at most 107 characters
            "--socket=" + SOCKET,
            "--pid-file=db.pid",
            "--max-connections=300",
            // clients are identified by address; root@localhost can log in only by socket
            "--skip-name-resolve",
            "--skip-log-bin",
            "--performance-schema=OFF"));
    if (distribution.product().isMariaDb()) {
      command.add(
          "--skip-ssl"); // otherwise 11.4 generates an RSA key at each start, which takes 1 to 6 s
    } else {
      command.add("--mysqlx=OFF"); // a second port, 33060
    }
    command.addAll(extra);
    return command;
  }

  private List<String> common() {
    List<String> command = new ArrayList<>();
    command.add(distribution.server().toString());
    command.add(FIRST);
    command.add(dataDir(data));
    // a private folder, because MariaDB deletes files of others from it when it starts
    command.add("--tmpdir=" + temporary);
    command.add("--basedir=" + distribution.base());
    command.add("--lc-messages-dir=" + distribution.share());
    command.add("--character-sets-dir=" + distribution.share().resolve("charsets"));
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_bin");
    command.add("--innodb-buffer-pool-size=128M");
    command.add("--innodb-flush-log-at-trx-commit=1");
    if (System.getProperty("user.name", "").equals("root")) {
      command.add("--user=root"); // required by both products to run as root
    }
    return command;
  }
}
