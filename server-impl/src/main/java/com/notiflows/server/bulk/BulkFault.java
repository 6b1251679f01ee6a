package com.notiflows.server.bulk;

import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import java.util.List;

/**
 * What is wrong with an item of a bulk write.
 *
 * @param alone the error of a call of its own
 * @param fields the violations of the whole call, if it is refused as a whole
 */
record BulkFault(ApiException alone, List<FieldViolation> fields) {

  /** Copies the list. */
  BulkFault {
    fields = List.copyOf(fields);
  }
}
