package com.notiflows.server.changes;

import com.notiflows.server.persistence.ChangeHeadMapper;
import com.notiflows.server.persistence.ChangeHeadMapper.Head;
import com.notiflows.server.persistence.ChangeMapper;
import com.notiflows.server.persistence.ChangeRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Reads changes in the order of their commits. */
public final class ChangeFeed {

  private static final int BATCH = 100;

  /** How soon a reader notices a commit of another server. */
  private static final Duration POLL = Duration.ofMillis(500);

  private final Transactions transactions;
  private final int pageBytes;
  private final WaitingReaders readers;

  /**
   * Creates the feed.
   *
   * @param pageBytes size of the items after which a page ends early
   * @param readers the requests that wait
   */
  public ChangeFeed(Transactions transactions, int pageBytes, WaitingReaders readers) {
    this.transactions = transactions;
    this.pageBytes = pageBytes;
    this.readers = readers;
  }

  /** The position of the last change; 0 if there was none. */
  public ChangePage last(UUID projectId) {
    return new ChangePage(List.of(), head(projectId).position(), false);
  }

  /**
   * The changes after a position. If there are none, waits for one, unless too many requests wait.
   *
   * @param limit maximum number of changes
   * @param wait maximum time to wait
   * @param isStopping whether waiting has to end
   * @throws ApiException 404 if the changes that follow were deleted, or if the position is not
   *     reached yet
   */
  public ChangePage after(
      UUID projectId, long position, int limit, Duration wait, BooleanSupplier isStopping) {
    ChangePage page = read(projectId, position, limit);
    if (!page.items().isEmpty() || wait.isZero() || !readers.enter(projectId)) {
      return page;
    }
    try {
      return await(projectId, position, limit, System.nanoTime() + wait.toNanos(), isStopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return page;
    } finally {
      readers.leave(projectId);
    }
  }

  private ChangePage await(
      UUID projectId, long position, int limit, long deadline, BooleanSupplier isStopping)
      throws InterruptedException {
    while (true) {
      long known = readers.commits(projectId);
      ChangePage page = read(projectId, position, limit);
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!page.items().isEmpty() || left.isNegative() || isStopping.getAsBoolean()) {
        return page;
      }
      readers.await(projectId, known, left.compareTo(POLL) < 0 ? left : POLL);
    }
  }

  private ChangePage read(UUID projectId, long position, int limit) {
    List<ChangePage.Item> items = new ArrayList<>();
    long bytes = 0;
    long last = position;
    while (true) {
      int wanted = Math.min(BATCH, limit + 1 - items.size());
      List<ChangeRow> batch = batch(projectId, last, wanted);
      if (items.isEmpty()) {
        requirePosition(projectId, position, batch);
      }
      for (ChangeRow row : batch) {
        bytes += row.length();
        boolean isFull = items.size() == limit || (bytes > pageBytes && !items.isEmpty());
        if (isFull || row.position() != last + 1) { // those between were deleted meanwhile
          return new ChangePage(items, last, true);
        }
        items.add(ChangePage.Item.of(row));
        last = row.position();
      }
      if (batch.size() < wanted) {
        return new ChangePage(items, last, false);
      }
    }
  }

  private List<ChangeRow> batch(UUID projectId, long position, int limit) {
    return transactions.single(
        ChangeMapper.class, mapper -> mapper.after(projectId, position, limit));
  }

  private void requirePosition(UUID projectId, long position, List<ChangeRow> following) {
    if (!following.isEmpty()) {
      if (following.get(0).position() != position + 1) {
        throw deleted(position);
      }
      return;
    }
    Head head = head(projectId);
    if (position < head.removed()) {
      throw deleted(position);
    }
    if (position > head.position()) {
      throw notFound(
          position,
          "There is no change "
              + position
              + " yet; the last one is "
              + head.position()
              + ". Start again.");
    }
  }

  private Head head(UUID projectId) {
    return transactions.single(ChangeHeadMapper.class, mapper -> mapper.current(projectId));
  }

  private static ApiException deleted(long position) {
    return notFound(
        position,
        "The changes that follow " + position + " were deleted because of their age. Start again.");
  }

  private static ApiException notFound(long position, String message) {
    return ApiException.notFound("change", Long.toString(position), message);
  }
}
