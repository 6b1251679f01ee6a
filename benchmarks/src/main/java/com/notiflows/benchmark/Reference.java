package com.notiflows.benchmark;

import com.notiflows.benchmark.jdbc.DatabaseAddress;
import com.notiflows.benchmark.jdbc.JdbcKind;
import com.notiflows.benchmark.jdbc.JdbcOrder;
import com.notiflows.benchmark.jdbc.JdbcWorker;
import com.notiflows.benchmark.process.Result;
import com.notiflows.benchmark.process.Worker;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hand-written JDBC code that the server is compared with. */
final class Reference {

  private static final List<Integer> THREADS = List.of(1, 64);

  private final Options options;
  private final DatabaseAddress address;
  private final Worker<JdbcOrder, Result> worker;
  private final Map<String, Result> best = new HashMap<>();

  Reference(Options options, TestBed bed) throws IOException {
    this.options = options;
    this.address = bed.address().reference();
    this.worker = bed.newWorker(JdbcWorker.class);
  }

  void warmUp() throws IOException {
    for (JdbcKind kind : JdbcKind.values()) {
      run(kind, 64, options.mode().warmUpSeconds());
    }
  }

  /** Measures all kinds of work. If one is measured again, the better result counts. */
  void measure() throws IOException {
    for (JdbcKind kind : JdbcKind.values()) {
      for (int threads : THREADS) {
        Result result = run(kind, threads, options.seconds());
        best.merge(kind + "/" + threads, result, (a, b) -> a.rate() > b.rate() ? a : b);
        Progress.say(measurement(kind, threads, result));
      }
    }
  }

  void addTo(Figures figures) {
    for (JdbcKind kind : JdbcKind.values()) {
      for (int threads : THREADS) {
        figures.add(measurement(kind, threads, best.get(kind + "/" + threads)));
      }
    }
  }

  private Result run(JdbcKind kind, int threads, double seconds) throws IOException {
    return worker.run(
        new JdbcOrder(
            kind, address, options.users(), threads, options.mode().settleSeconds(), seconds));
  }

  private static Measurement measurement(JdbcKind kind, int threads, Result result) {
    return new Measurement(kind.id(), kind.title(), threads, 1, "", result, 0, 0);
  }
}
