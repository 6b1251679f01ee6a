package com.notiflows.server.settings;

import java.util.List;

/**
 * What became of many items.
 *
 * @param results one for each item, in their order
 * @param tokensMoved how many device tokens left another user
 */
public record BulkWritten(List<BulkResult> results, int tokensMoved) {

  /** Copies the list. */
  public BulkWritten {
    results = List.copyOf(results);
  }
}
