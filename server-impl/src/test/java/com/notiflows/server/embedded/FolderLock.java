package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A lock file held by this JVM until it is freed or the JVM ends, however it ends. */
final class FolderLock {

  // A second channel on the same file, opened and closed by this JVM, would free the lock (POSIX):
  // so within the JVM this map decides. It also keeps the channels from being collected.
  private static final Map<Path, FolderLock> HELD = new HashMap<>();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Empty if somebody holds it, in this JVM or another. */
  static Optional<FolderLock> tryTake(Path file) throws IOException {
    synchronized (HELD) {
      if (HELD.containsKey(file)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        return Optional.empty();
      }
      FolderLock lock = new FolderLock(file, channel);
      HELD.put(file, lock);
      return Optional.of(lock);
    }
  }

  /** May be called again. */
  void free() throws IOException {
    synchronized (HELD) {
      HELD.remove(file, this);
      channel.close();
    }
  }
}
