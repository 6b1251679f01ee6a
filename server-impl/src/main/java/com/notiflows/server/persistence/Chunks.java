package com.notiflows.server.persistence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Cuts long lists: a statement must fit into a packet of the database, and MariaDB makes a table of
 * a thousand values, which it does not go through in the order of an index.
 */
public final class Chunks {

  private static final int MOST_ROWS = 500;
  private static final long MOST_WEIGHT = 1_000_000;

  private Chunks() {}

  /** The list in pieces of at most 500, in its order; no piece if it is empty. */
  public static <T> List<List<T>> of(Collection<T> whole) {
    return of(whole, entry -> 0);
  }

  /**
   * The same in pieces that are also not heavy.
   *
   * @param weight of an entry, in letters
   */
  public static <T> List<List<T>> of(Collection<T> whole, ToLongFunction<T> weight) {
    List<List<T>> chunks = new ArrayList<>();
    List<T> chunk = new ArrayList<>();
    long weightOfChunk = 0;
    for (T entry : whole) {
      long own = weight.applyAsLong(entry);
      boolean isFull = chunk.size() == MOST_ROWS || weightOfChunk + own > MOST_WEIGHT;
      if (isFull && !chunk.isEmpty()) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        weightOfChunk = 0;
      }
      chunk.add(entry);
      weightOfChunk += own;
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  /**
   * The list, its last entry repeated until the length is a power of two: so statements come in few
   * lengths, and the database need not prepare one for each.
   *
   * @param list not empty
   */
  public static <T> List<T> padded(List<T> list) {
    int length = Integer.highestOneBit(list.size());
    if (length == list.size()) {
      return list;
    }
    List<T> padded = new ArrayList<>(list);
    T last = list.get(list.size() - 1);
    while (padded.size() < 2 * length) {
      padded.add(last);
    }
    return padded;
  }
}
