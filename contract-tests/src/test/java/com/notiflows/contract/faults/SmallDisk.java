package com.notiflows.contract.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk of a limited size, which can be filled: a mount in memory. */
final class SmallDisk implements AutoCloseable {

  private static final int CHUNK = 64 * 1024;

  private final Path folder;
  private final Path ballast;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
  }

  /** Whether this process may mount. */
  static boolean isPossible() {
    try {
      Path folder = Files.createTempDirectory("notiflows-mount");
      boolean isMounted = run(mount(folder, 1)) == 0;
      boolean isFree = !isMounted || run(List.of("umount", folder.toString())) == 0;
      Files.delete(folder);
      return isMounted && isFree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mounts a disk at an empty folder. */
  static SmallDisk mounted(Path folder, int mebibytes) {
    assertEquals(0, run(mount(folder, mebibytes)), "mount");
    return new SmallDisk(folder);
  }

  private static List<String> mount(Path folder, int mebibytes) {
    String options = "size=" + mebibytes + "m";
    return List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
  }

  private static int run(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fills the disk to the last byte. */
  void fill() {
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      long free = folder.toFile().getUsableSpace();
      assertEquals(0, free, () -> "not full: " + e.getMessage());
    }
  }

  /** Makes room again. */
  void free() {
    try {
      Files.deleteIfExists(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    assertEquals(0, run(List.of("umount", "--lazy", folder.toString())), "umount");
  }
}
