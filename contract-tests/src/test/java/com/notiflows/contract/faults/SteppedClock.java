package com.notiflows.contract.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clock of a process, which can be set while the process runs. libfaketime is loaded into the
 * process and reads the offset from a file. Durations are measured correctly meanwhile, as on a
 * machine whose clock is set.
 */
final class SteppedClock {

  /** Where Debian's package libfaketime has it. */
  private static final Optional<Path> LIBRARY =
      List.of("x86_64-linux-gnu", "aarch64-linux-gnu").stream()
          .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst();

  private final Path offset;

  /** A clock that is right. */
  SteppedClock(Path offset) {
    this.offset = offset;
    step(Duration.ZERO);
  }

  /** Whether clocks can be set on this machine; if not, {@link #step} has no effect. */
  static boolean canBeSet() {
    return LIBRARY.isPresent();
  }

  /** The environment of the process. */
  Map<String, String> environment() {
    return LIBRARY.map(this::environment).orElseGet(Map::of);
  }

  private Map<String, String> environment(Path library) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        "FAKETIME_NO_CACHE", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_FORCE_MONOTONIC_FIX", "0"); // the waits of Java would end at once
  }

  /** Sets the clock to the right time plus this. */
  void step(Duration ahead) {
    try {
      Path next = offset.resolveSibling(offset.getFileName() + ".next");
      Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
      Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE); // the process never sees a part
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
