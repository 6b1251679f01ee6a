package com.notiflows.server.bulk;

import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import java.util.List;

/**
 * The fault of an invalid item of a bulk write.
 *
 * @param alone the error of a single write of the item
 * @param fields the violations to list if the whole request is rejected
 */
record BulkFault(ApiException alone, List<FieldViolation> fields) {

  /** Copies the list. */
  BulkFault {
    fields = List.copyOf(fields);
  }
}
