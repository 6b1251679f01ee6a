package com.notiflows.server.app;

import com.notiflows.server.http.wire.BodyMemory;
import com.notiflows.server.lanes.GroupedCalls;
import com.notiflows.server.ops.Availability;
import com.notiflows.server.ops.Metrics;
import com.notiflows.server.persistence.Database;
import com.notiflows.server.persistence.Database.PoolUse;
import com.notiflows.server.rates.RateLimits;
import com.notiflows.server.services.Services;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Registers what is read from the parts of the server at each scrape. */
final class Measurements {

  private Measurements() {}

  static void register(
      Metrics metrics,
      Database database,
      Services services,
      BodyMemory bodies,
      Availability availability,
      RateLimits rates) {
    pool(metrics, database);
    queue(metrics, "write", services.queue()::load);
    queue(metrics, "read", services.places()::load);
    queue(metrics, "project", services.snapshots()::load);
    metrics.counter(
        "notiflows.project.loads",
        "Projects that were read because they were new or had changed",
        services.snapshots()::loads);
    metrics.counter(
        "notiflows.idempotent.replays",
        "Writes that were answered with the stored response of their idempotency key",
        services.queue()::replays);
    metrics.gauge(
        "notiflows.change.readers", "Requests that wait for changes", services.readers()::count);
    metrics.gauge(
        "notiflows.request.body.bytes",
        "Bytes of request bodies that arrive or are processed",
        bodies::bytesInFlight);
    for (String budget : rates.names()) {
      metrics.counter(
          "notiflows.rate.limited",
          "Requests that were refused with 429",
          () -> rates.refusals(budget),
          "budget",
          budget);
    }
    rates
        .sharing()
        .ifPresent(
            sharing ->
                metrics.gauge(
                    "notiflows.rate.limits.shared",
                    "1 if Redis holds the budgets, 0 if it does not answer",
                    () -> sharing.getAsBoolean() ? 1 : 0));
    metrics.gauge(
        "notiflows.database.answering",
        "0 while requests are refused because the database does not answer, else 1",
        () -> database.isOut() ? 0 : 1);
    metrics.gauge(
        "notiflows.serving",
        "1 if the server takes requests, 0 while it starts or stops",
        () -> availability.obstacle().isEmpty() ? 1 : 0);
  }

  /** By the names that dashboards for HikariCP know. */
  private static void pool(Metrics metrics, Database database) {
    gauge(metrics, "active", "Connections in use", database, PoolUse::active);
    gauge(metrics, "idle", "Connections that are open and free", database, PoolUse::idle);
    gauge(metrics, "pending", "Threads that wait for a connection", database, PoolUse::pending);
    metrics.gauge(
        "hikaricp.connections.max", "The largest number of connections", database::poolSize);
  }

  private static void gauge(
      Metrics metrics,
      String name,
      String description,
      Database database,
      ToIntFunction<PoolUse> value) {
    metrics.gauge(
        "hikaricp.connections." + name, description, () -> value.applyAsInt(database.poolUse()));
  }

  private static void queue(Metrics metrics, String name, Supplier<GroupedCalls.Load> load) {
    metrics.gauge(
        "notiflows.queue.waiting",
        "Calls that wait in a queue",
        () -> load.get().waiting(),
        "queue",
        name);
    metrics.gauge(
        "notiflows.queue.active.groups",
        "Groups of calls of a queue that run",
        () -> load.get().activeGroups(),
        "queue",
        name);
  }
}
