package com.notiflows.benchmark;

import com.notiflows.benchmark.process.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a run on one database. Each has a name: {@code putNew/64/p99} for the 99th
 * percentile of a scenario with 64 connections, or another name such as {@code startSeconds}.
 */
final class Figures {

  static final String START_SECONDS = "startSeconds";
  static final String IDLE_MEGABYTES = "idleMegabytes";

  private final String database;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Map<String, Double> values = new LinkedHashMap<>();

  /** Creates the figures of a run, with a description of its database. */
  Figures(String database) {
    this.database = database;
  }

  String database() {
    return database;
  }

  void add(String name, double value) {
    values.put(name, value);
  }

  void add(Measurement measurement) {
    measurements.add(measurement);
    Result result = measurement.result();
    String prefix = measurement.id() + "/" + measurement.connections() + "/";
    add(prefix + "rate", result.rate());
    add(prefix + "p50", result.p50());
    add(prefix + "p99", result.p99());
  }

  /** All loads, in the order in which they ran. */
  List<Measurement> measurements() {
    return measurements;
  }

  double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("The run has not measured " + name);
    }
    return value;
  }

  /** The highest rate of a scenario with any number of connections. */
  double peak(String id) {
    return measurements.stream()
        .filter(m -> m.id().equals(id))
        .mapToDouble(m -> m.result().rate())
        .max()
        .orElseThrow();
  }
}
