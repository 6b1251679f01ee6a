package com.notiflows.server.embedded;

import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder that the user chose, with the data, log and lock file of a product. The lock is
 * released when this JVM ends.
 */
final class DataFolder {

  private final Path root;
  private final String key;
  private Optional<FolderLock> lock = Optional.empty();

  private DataFolder(Path root, String key) {
    this.root = root;
    this.key = key;
  }

  static DataFolder in(Path folder, Product product) {
    try {
      Files.createDirectories(folder);
      return new DataFolder(folder.toRealPath(), product.key());
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot use the folder " + folder, e);
    }
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve(key);
  }

  Path log() {
    return root.resolve(key + ".log");
  }

  /** Where a new database is created, before it is renamed to {@link #data}. */
  Path draft() {
    return root.resolve(key + ".new");
  }

  Path draftSql() {
    return root.resolve(key + ".new.sql");
  }

  /** The server's folder for temporary files. */
  Path temporary() {
    return root.resolve(key + ".tmp");
  }

  boolean isInitialised() {
    return Files.isDirectory(data());
  }

  void prepareDraft() throws IOException {
    Folders.delete(draft());
    Files.createDirectory(draft());
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(draft(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  void publishDraft() throws IOException {
    Files.delete(draftSql());
    Files.move(draft(), data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes files that a killed server left. */
  void prepareTemporary() {
    try {
      Folders.delete(temporary());
      Files.createDirectory(temporary());
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot use the folder " + root, e);
    }
  }

  /** MySQL does not start if another process now has the process id in the lock file. */
  void deleteStaleSocket() {
    try {
      Files.deleteIfExists(data().resolve(ServerArguments.SOCKET));
      Files.deleteIfExists(data().resolve(ServerArguments.SOCKET + ".lock"));
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot use the folder " + root, e);
    }
  }

  void lock() {
    try {
      lock = FolderLock.tryTake(root.resolve(key + ".lock"));
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot lock the folder " + root, e);
    }
    if (lock.isEmpty()) {
      throw new EmbeddedDatabaseException(
          "the folder "
              + root
              + " is in use by another process: stop that one, or set NOTIFLOWS_DATA_DIR to"
              + " another folder");
    }
  }

  /** Does nothing if the folder is not locked. */
  void unlock() {
    try {
      if (lock.isPresent()) {
        lock.get().free();
      }
    } catch (IOException e) {
      throw new EmbeddedDatabaseException("cannot unlock the folder " + root, e);
    }
  }
}
