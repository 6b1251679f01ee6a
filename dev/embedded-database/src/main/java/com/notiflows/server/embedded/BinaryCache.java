package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Caches unpacked servers in the user's home folder, one folder per version. */
final class BinaryCache {

  private static final Path ROOT =
      Path.of(System.getProperty("user.home", ""), ".cache", "notiflows");

  private BinaryCache() {}

  /**
   * Returns the folder of a server, unpacking it if necessary. Unpacks to a temporary folder and
   * renames that, so an existing folder is complete. Concurrent JVMs wait for each other.
   */
  static synchronized Path unpacked(Bundle bundle, Consumer<String> progress) {
    Path folder = ROOT.resolve(bundle.name());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    progress.accept("Unpacking " + bundle.label() + " into " + folder + " (once)");
    try {
      Files.createDirectories(ROOT);
      unpackAlone(bundle, folder);
      return folder;
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot unpack " + bundle.label() + " to " + folder, e);
    }
  }

  private static void unpackAlone(Bundle bundle, Path folder) throws IOException {
    Path lockFile = ROOT.resolve(bundle.name() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !Files.isDirectory(folder)) {
        Path draft = ROOT.resolve(bundle.name() + ".new");
        Folders.delete(draft);
        Files.createDirectory(draft);
        bundle.unpackInto(draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }
}
