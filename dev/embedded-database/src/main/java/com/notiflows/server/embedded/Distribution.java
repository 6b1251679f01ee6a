package com.notiflows.server.embedded;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An unpacked or installed server. */
record Distribution(Product product, String label, Path base, Path server) {

  private static final String PLATFORM =
      System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");

  /** Returns the bundled server, or an installed MariaDB if no bundle fits this machine. */
  static Distribution of(Product product, Consumer<String> progress) {
    Optional<Bundle> bundle = Bundle.of(product, PLATFORM);
    if (bundle.isPresent()) {
      Path base = BinaryCache.unpacked(bundle.get(), progress);
      return new Distribution(
          product, bundle.get().label(), base, base.resolve(bundle.get().server()));
    }
    Optional<Path> installed = product.isMariaDb() ? SearchPath.find("mariadbd") : Optional.empty();
    return installed
        .map(command -> installed(product, command))
        .orElseThrow(() -> missing(product));
  }

  private static Distribution installed(Product product, Path command) {
    try {
      Path server = command.toRealPath();
      Path base = server.resolve("../..").normalize();
      return new Distribution(product, "MariaDB (" + server + ")", base, server);
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot use " + command, e);
    }
  }

  private static EmbeddedDatabaseException missing(Product product) {
    return new EmbeddedDatabaseException(
        "there is no embedded "
            + product.label()
            + " for "
            + PLATFORM
            + " on the class path"
            + (product.isMariaDb()
                ? ", and no mariadbd on the PATH (Debian: apt-get install mariadb-server-core)"
                : "")
            + ": set NOTIFLOWS_DB_URL to a database of your own");
  }

  /** The folder of messages and character sets. Its path depends on the package. */
  Path share() {
    return Stream.of("share", "share/mysql", "share/mariadb")
        .map(base::resolve)
        .filter(folder -> Files.exists(folder.resolve("english/errmsg.sys")))
        .findFirst()
        .orElseThrow(
            () -> new EmbeddedDatabaseException("no messages of " + label + " in " + base));
  }

  /** One of the SQL scripts that create MariaDB's system tables. MariaDB 11 renamed them. */
  Path script(String name) {
    return Stream.of("mariadb_", "mysql_")
        .map(prefix -> share().resolve(prefix + name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new EmbeddedDatabaseException("no " + name + " of " + label));
  }
}
