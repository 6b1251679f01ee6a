package com.notiflows.benchmark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory and CPU time of a Linux process, from {@code /proc}. */
public final class ProcessStatus {

  private static final double TICKS_PER_SECOND = 100; // of user space, on every Linux
  private static final int USER_TICKS = 11; // index after the name of the command
  private static final int SYSTEM_TICKS = 12;
  private static final double KIBIBYTES_IN_MEGABYTE = 1e6 / 1024;

  private ProcessStatus() {}

  /** The resident memory of the process, in megabytes. */
  public static double residentMegabytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES_IN_MEGABYTE;
      }
    }
    throw new IOException("The process " + pid + " occupies no memory");
  }

  /** The CPU time that it has used, in seconds. */
  public static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }
}
