package com.notiflows.server.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of a server. */
record ServerArguments(Distribution distribution, Path data, Path temporary) {

  /** Must come first, or the server reads the option files of this machine. */
  static final String FIRST = "--no-defaults";

  static final String SOCKET = "db.sock";

  static String dataDir(Path data) {
    return "--datadir=" + data;
  }

  /** Fills an empty data folder and ends. */
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

  /** Serves until it is told to stop. */
  List<String> toServe(int port, List<String> extra) {
    List<String> command = common();
    command.addAll(
        List.of(
            "--port=" + port,
            "--bind-address=" + LoopbackPort.HOST,
            // relative to the data folder: a socket's whole path must fit into 107 characters
            "--socket=" + SOCKET,
            "--pid-file=db.pid",
            "--max-connections=300",
            // everybody is known by address; root@localhost is left to the socket
            "--skip-name-resolve",
            "--skip-log-bin",
            "--performance-schema=OFF"));
    if (distribution.product().isMariaDb()) {
      command.add("--skip-ssl"); // else 11.4 makes a new RSA key at each start: 1 to 6 s
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
    // not that of the machine: MariaDB removes from it, as it starts, what others have there
    command.add("--tmpdir=" + temporary);
    command.add("--basedir=" + distribution.base());
    command.add("--lc-messages-dir=" + distribution.share());
    command.add("--character-sets-dir=" + distribution.share().resolve("charsets"));
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_bin");
    command.add("--innodb-buffer-pool-size=128M");
    command.add("--innodb-flush-log-at-trx-commit=1");
    if (System.getProperty("user.name", "").equals("root")) {
      command.add("--user=root"); // neither product runs as root unless told to
    }
    return command;
  }
}
