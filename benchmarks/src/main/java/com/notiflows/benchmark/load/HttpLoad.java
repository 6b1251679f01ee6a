package com.notiflows.benchmark.load;

import com.notiflows.benchmark.process.Result;
import com.notiflows.benchmark.process.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Executes one order. All connections share one thread, which needs little CPU time. */
final class HttpLoad {

  private static final long DRAIN_LIMIT = TimeUnit.SECONDS.toNanos(30);
  private static final int OK = 200;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final long POLL_MILLIS = 100;

  private final LoadOrder order;
  private final Values values;
  private final Template template;
  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Times times;
  private final Pace pace;
  private final long begin;
  private final long end;

  private HttpLoad(LoadOrder order, Selector selector) throws IOException {
    this.order = order;
    this.selector = selector;
    this.values = new Values(order.tenants());
    this.template = Template.of(order.scenario(), values);
    for (int i = 0; i < order.connections(); i++) {
      connections.add(new Connection(order.port(), selector));
    }
    idle.addAll(connections);
    this.begin = System.nanoTime();
    long measuredFrom = begin + nanos(order.settleSeconds());
    this.end = measuredFrom + nanos(order.seconds());
    this.times = new Times(measuredFrom, end);
    this.pace = new Pace(begin, end, order.perSecond());
  }

  /** Runs the whole load. */
  static Result run(LoadOrder order) throws IOException {
    try (Selector selector = Selector.open()) {
      HttpLoad load = new HttpLoad(order, selector);
      try (Alarm alarm = new Alarm(load.begin, load.end, order.perSecond(), selector)) {
        alarm.start();
        return load.run();
      } finally {
        for (Connection connection : load.connections) {
          connection.close();
        }
      }
    }
  }

  private Result run() throws IOException {
    long now = System.nanoTime();
    while (!isDone(now)) {
      send(now);
      selector.select(this::handle, POLL_MILLIS);
      now = System.nanoTime();
    }
    for (int i = idle.size(); i < connections.size(); i++) {
      times.failed("No response within " + TimeUnit.NANOSECONDS.toSeconds(DRAIN_LIMIT) + " s");
    }
    return times.result(order.seconds());
  }

  private boolean isDone(long now) {
    boolean isAnswered = pace.isOver(now) && idle.size() == connections.size();
    return isAnswered || now - end > DRAIN_LIMIT;
  }

  private void send(long now) throws IOException {
    while (!idle.isEmpty()) {
      long start = pace.start(now);
      if (start == Pace.NONE) {
        return;
      }
      idle.poll().send(template, values, start);
    }
  }

  private void handle(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.flush();
      }
      if (key.isReadable()) {
        receive(connection);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void receive(Connection connection) throws IOException {
    switch (connection.receive()) {
      case RESPONSE -> {
        count(connection);
        idle.add(connection);
      }
      case END -> {
        boolean isBetweenRequests = idle.remove(connection);
        if (!isBetweenRequests) {
          times.failed("The server closed the connection instead of responding");
        }
        connection.reopen();
        idle.add(connection);
      }
      case PART -> {}
    }
  }

  private void count(Connection connection) {
    switch (connection.status()) {
      case OK -> times.succeeded(connection.start(), System.nanoTime());
      case SERVICE_UNAVAILABLE -> times.refused();
      default -> times.failed(connection.response());
    }
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }
}
