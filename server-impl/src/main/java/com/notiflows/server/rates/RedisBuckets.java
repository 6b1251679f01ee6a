package com.notiflows.server.rates;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets that several nodes share in Redis. While Redis does not answer, this node uses buckets of
 * its own, and a thread asks once a second: limits then apply to each node.
 */
final class RedisBuckets implements Buckets, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisBuckets.class);
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(250);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
  private static final int MOST_COMMANDS = 10_000;
  private static final String PREFIX = "notiflows:rate:";

  private enum State {
    UNKNOWN,
    ANSWERING,
    SILENT
  }

  /** What a connection to Redis offers. */
  private record Connected(
      StatefulRedisConnection<String, byte[]> connection,
      ProxyManager<String> manager,
      Cache<String, Bucket> buckets) {}

  private final LocalBuckets local;
  private final RedisClient client;
  private final ScheduledExecutorService watching =
      Executors.newSingleThreadScheduledExecutor(RedisBuckets::thread);
  private final AtomicReference<State> state = new AtomicReference<>(State.UNKNOWN);
  private final Future<?> attempts;
  private volatile @Nullable Connected connected;

  /**
   * Connects in the background.
   *
   * @param url of Redis
   * @param local used while Redis does not answer
   */
  RedisBuckets(String url, LocalBuckets local) {
    this.local = local;
    RedisURI uri = RedisURI.create(url);
    uri.setTimeout(ANSWER_LIMIT);
    this.client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MOST_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_LIMIT).build())
            .timeoutOptions(TimeoutOptions.enabled(ANSWER_LIMIT))
            .build());
    this.attempts =
        watching.scheduleWithFixedDelay(this::watch, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "redis-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Connects for the first time, and then asks a Redis that was silent. */
  private void watch() {
    Connected redis = connected;
    try {
      if (redis == null) {
        connected = connect();
        report(State.ANSWERING);
      } else if (!isAnswering()) {
        redis.connection().sync().ping();
        report(State.ANSWERING);
      }
    } catch (RuntimeException e) { // thrown on, it would end the watch
      LOG.debug("Redis does not answer: {}", e.getClass().getName());
      report(State.SILENT);
    }
  }

  /** Connects. If the connection breaks later, the client opens it again by itself. */
  private Connected connect() {
    StatefulRedisConnection<String, byte[]> connection =
        client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    return new Connected(
        connection,
        Bucket4jLettuce.casBasedBuilder(connection)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(PAUSE))
            .requestTimeout(ANSWER_LIMIT)
            .build(),
        Buckets.cache());
  }

  @Override
  public Allowance take(Budget budget, String owner) {
    Connected redis = connected;
    if (redis == null || !isAnswering()) {
      return local.take(budget, owner);
    }
    String key = PREFIX + budget.policy() + ":" + owner;
    try {
      Bucket bucket = redis.buckets().get(key, any -> bucket(redis, budget, key));
      return Buckets.allowance(budget, bucket.tryConsumeAndReturnRemaining(1));
    } catch (RuntimeException e) { // of the client or of the buckets, which have no common type
      LOG.debug("Redis does not answer: {}", e.getClass().getName());
      report(State.SILENT);
      return local.take(budget, owner);
    }
  }

  /** Concurrent requests for one bucket share a call to Redis. */
  private static Bucket bucket(Connected redis, Budget budget, String key) {
    return redis
        .manager()
        .builder()
        .withOptimization(Optimizations.batching())
        .build(key, () -> BucketConfiguration.builder().addLimit(Buckets.limit(budget)).build());
  }

  /** Whether Redis answered when it was last asked. */
  boolean isAnswering() {
    return state.get() == State.ANSWERING;
  }

  private void report(State now) {
    State before = state.get();
    if (before == now || !state.compareAndSet(before, now)) {
      return;
    }
    if (now == State.ANSWERING) {
      LOG.info("Redis holds the rate limits, so all nodes share them");
    } else {
      LOG.warn("Redis does not answer. Rate limits apply to each node until it does");
    }
  }

  /** Closes the connection. */
  @Override
  public void close() {
    attempts.cancel(true);
    watching.shutdownNow();
    client.shutdown(Duration.ZERO, CLOSE_LIMIT);
  }
}
