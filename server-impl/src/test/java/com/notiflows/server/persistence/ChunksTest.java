package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunksTest {

  @Test
  void keepsAllElementsInOrder() {
    List<Integer> whole = IntStream.range(0, 1_001).boxed().toList();

    List<List<Integer>> chunks = Chunks.of(whole);

    assertEquals(List.of(500, 500, 1), chunks.stream().map(List::size).toList());
    assertEquals(whole, chunks.stream().flatMap(List::stream).toList());
    assertEquals(List.of(), Chunks.of(List.of()));
  }

  @Test
  void oversizedElementGetsItsOwnChunk() {
    List<Integer> weights = List.of(2_000_000, 600_000, 400_000, 1, 999_999, 3_000_000);

    assertEquals(
        List.of(
            List.of(2_000_000), List.of(600_000, 400_000), List.of(1, 999_999), List.of(3_000_000)),
        Chunks.of(weights, weight -> weight));
  }
}
