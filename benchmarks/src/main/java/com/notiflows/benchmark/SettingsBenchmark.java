package com.notiflows.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads and writes of settings, mostly for any of 100,000 users. The server shares its machine, and
 * its Java, with the clients: what counts is how the figures compare with those of JDBC beside
 * them. On two cores, it takes a minute until the compiler has seen to all that a request passes
 * through.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Threads(16)
@Fork(1)
@Warmup(iterations = 6, time = 10)
@Measurement(iterations = 3, time = 10)
public class SettingsBenchmark {

  /** Reads settings by hand-written JDBC. */
  @Benchmark
  public byte[] jdbcRead(World world, HandWritten hand) throws SQLException {
    return hand.read(Caller.anyUser());
  }

  /** Looks a user up and replaces settings by hand-written JDBC. */
  @Benchmark
  public void jdbcWrite(World world, HandWritten hand) throws SQLException {
    hand.write(Caller.anyUser(), "{\"slack_user_id\":\"" + Caller.fresh() + "\"}");
  }

  /** {@code GET} of settings. */
  @Benchmark
  public void getSettings(World world, Caller caller) throws IOException {
    caller.call("GET", Caller.anyUser(), Caller.pushChannel(), "");
  }

  /** {@code PUT} of a Slack destination in place of another. */
  @Benchmark
  public void putSlack(World world, Caller caller) throws IOException {
    caller.call("PUT", Caller.anyUser(), Caller.slackChannel(), Caller.slack(Caller.fresh()));
  }

  /** {@code PUT} of a device token in place of another. */
  @Benchmark
  public void putToken(World world, Caller caller) throws IOException {
    caller.call("PUT", Caller.anyUser(), Caller.pushChannel(), Caller.tokens(Caller.fresh()));
  }

  /**
   * {@code PATCH} that registers a device again: each of a few users has done so for the first time
   * before the counting begins.
   */
  @Benchmark
  public void patchToken(World world, Caller caller) throws IOException {
    int user = Caller.anyOfFewUsers();
    caller.call(
        "PATCH",
        user,
        Caller.pushChannel(),
        "{\"device_tokens\":{\"add\":[\"again-" + user + "\"]}}");
  }
}
