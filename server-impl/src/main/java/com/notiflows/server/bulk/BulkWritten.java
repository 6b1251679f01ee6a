package com.notiflows.server.bulk;

import java.util.List;

/**
 * What became of many items.
 *
 * @param results one for each item, in their order
 * @param tokensMoved how many device tokens and push endpoints left another user
 */
public record BulkWritten(List<BulkResult> results, int tokensMoved) {

  /** Copies the list. */
  public BulkWritten {
    results = List.copyOf(results);
  }
}
