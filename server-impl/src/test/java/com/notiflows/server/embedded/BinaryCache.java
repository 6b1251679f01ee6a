package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Keeps unpacked servers in the home of the user, one folder a version. */
final class BinaryCache {

  private static final Path ROOT =
      Path.of(System.getProperty("user.home", ""), ".cache", "notiflows");

  private BinaryCache() {}

  /**
   * The folder of a server, unpacked if it is not there yet. Unpacked beside its place and then
   * moved, so a folder that is there is complete; of two JVMs at once one waits for the other.
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
