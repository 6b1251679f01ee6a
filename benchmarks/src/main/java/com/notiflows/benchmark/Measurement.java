package com.notiflows.benchmark;

import com.notiflows.benchmark.process.Result;
import java.io.IOException;

/**
 * A load and its result.
 *
 * @param id the scenario, or the kind of JDBC work
 * @param connections how many connections or threads
 * @param items the number of users per call
 * @param base the JDBC work to compare with; empty for none
 * @param serverCores how many cores the server used
 * @param databaseCores how many cores the database used
 */
record Measurement(
    String id,
    String title,
    int connections,
    int items,
    String base,
    Result result,
    double serverCores,
    double databaseCores) {

  /** Whether every call succeeded or was rejected because of overload. */
  boolean isValid() {
    return result.failures() == 0;
  }

  /** This measurement, unless a request failed. */
  Measurement checked() throws IOException {
    if (!isValid()) {
      throw new IOException("Failed: " + id + ": " + result.firstFailure());
    }
    return this;
  }
}
