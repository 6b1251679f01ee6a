package com.notiflows.server.bulk;

import java.util.List;

/**
 * The result of a bulk write.
 *
 * @param results one for each item, in their order
 * @param tokensMoved how many device tokens and push endpoints moved from another user
 */
public record BulkWritten(List<BulkResult> results, int tokensMoved) {

  /** Copies the list. */
  public BulkWritten {
    results = List.copyOf(results);
  }
}
