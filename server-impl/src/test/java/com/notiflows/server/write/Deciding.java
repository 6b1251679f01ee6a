package com.notiflows.server.write;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A command that is defined by a function, for tests. */
record Deciding<R>(Needs needs, long weight, Function<ChangeSet, Outcome<R>> decision)
    implements WriteCommand<R> {

  @Override
  public Outcome<R> decide(ChangeSet rows) {
    return decision.apply(rows);
  }

  /** A command on a channel that needs no rows. */
  static <R> Deciding<R> on(UUID channelId, Function<ChangeSet, Outcome<R>> decision) {
    return new Deciding<>(new Needs(Set.of(), Set.of(channelId), false, Map.of()), 1, decision);
  }

  /** A command that counts how often it decides. */
  static <R> Deciding<R> counting(WriteCommand<R> command, AtomicInteger count) {
    return new Deciding<>(
        command.needs(),
        command.weight(),
        rows -> {
          count.incrementAndGet();
          return command.decide(rows);
        });
  }
}
