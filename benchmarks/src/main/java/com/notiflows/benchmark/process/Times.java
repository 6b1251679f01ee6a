package com.notiflows.benchmark.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Collects the latencies of calls. Not thread-safe; use one per thread and {@link #add} them. */
public final class Times {

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);
  private static final int DIGITS = 3;
  private static final double NANOS_IN_MILLI = 1e6;

  private final Histogram histogram = new Histogram(LONGEST, DIGITS);
  private final long from;
  private final long until;
  private final long begin = System.nanoTime();
  private final long cpuBefore = cpuNanos();
  private long refused;
  private long failures;
  private String firstFailure = "";

  /** Counts calls that start between two {@link System#nanoTime times}. */
  public Times(long from, long until) {
    this.from = from;
    this.until = until;
  }

  /** A call succeeded. */
  public void succeeded(long start, long end) {
    if (start - from >= 0 && start - until < 0) {
      histogram.recordValue(Math.min(LONGEST, Math.max(0, end - start)));
    }
  }

  /** The server rejected a call. Its latency does not count, because rejections are fast. */
  public void refused() {
    refused++;
  }

  /** A call failed for another reason. */
  public void failed(String what) {
    failures++;
    if (firstFailure.isEmpty()) {
      firstFailure = what;
    }
  }

  /** Adds the values of another thread. */
  public void add(Times other) {
    histogram.add(other.histogram);
    refused += other.refused;
    failures += other.failures;
    if (firstFailure.isEmpty()) {
      firstFailure = other.firstFailure;
    }
  }

  /** Computes the result. */
  public Result result(double seconds) {
    double cores = (double) (cpuNanos() - cpuBefore) / (System.nanoTime() - begin);
    return new Result(
        histogram.getTotalCount(),
        seconds,
        millis(50),
        millis(99),
        millis(99.9),
        millis(100),
        refused,
        failures,
        firstFailure,
        cores);
  }

  private double millis(double percentile) {
    return histogram.getValueAtPercentile(percentile) / NANOS_IN_MILLI;
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
