package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.app.Components;
import com.notiflows.server.persistence.ProjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Transactions that hold all connections of a pool until they are released. */
final class HeldPool implements AutoCloseable {

  private final Components components;
  private final CountDownLatch taken;
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<Thread> holders = new ArrayList<>();

  /** Returns when all connections are held. */
  HeldPool(Components components, int size) throws InterruptedException {
    this.components = components;
    this.taken = new CountDownLatch(size);
    for (int i = 0; i < size; i++) {
      Thread holder = new Thread(this::hold, "holder-" + i);
      holder.start();
      holders.add(holder);
    }
    assertTrue(taken.await(60, TimeUnit.SECONDS), "no connection to hold");
  }

  private void hold() {
    components
        .database()
        .transactions()
        .inTransaction(
            mappers -> {
              int projects = mappers.get(ProjectMapper.class).list().size();
              taken.countDown();
              try {
                assertTrue(released.await(60, TimeUnit.SECONDS), "never released");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return projects;
            });
  }

  void release() {
    released.countDown();
  }

  long finished() {
    return holders.stream().filter(holder -> !holder.isAlive()).count();
  }

  @Override
  public void close() throws InterruptedException {
    release();
    for (Thread holder : holders) {
      holder.join();
    }
  }
}
