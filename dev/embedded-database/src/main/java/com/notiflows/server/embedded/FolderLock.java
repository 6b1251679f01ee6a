package com.notiflows.server.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A lock file. The lock is released when it is freed or when this JVM ends. */
final class FolderLock {

  // POSIX: closing another channel on the same file in this JVM would release the lock, so this map
  // decides within the JVM. It also protects the channels from garbage collection.
  private static final Map<Path, FolderLock> HELD = new HashMap<>();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Empty if this JVM or another process holds the lock. */
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

  /** Idempotent. */
  void free() throws IOException {
    synchronized (HELD) {
      HELD.remove(file, this);
      channel.close();
    }
  }
}
