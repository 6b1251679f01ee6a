package com.notiflows.server.settings.bulk;

import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.settings.model.ChannelSettings;
import java.util.List;

/**
 * What is wrong with an item.
 *
 * @param alone what a call of its own would be told
 * @param fields what the whole call is told of it, if it is refused as a whole
 */
record BulkFault(ApiException alone, List<FieldViolation> fields) {

  static BulkFault noUser(ValidatedItem item) {
    String externalId = item.item().externalId();
    return new BulkFault(
        ApiException.notFound("user", externalId, "User not found"),
        item.violation(".user_id", "is no user", Reason.INVALID_VALUE));
  }

  static BulkFault noSettings(ValidatedItem item) {
    return new BulkFault(
        ChannelSettings.notFound(item.item().channelText()),
        item.violation(".remove", "has nothing to remove", Reason.INVALID_VALUE));
  }

  static BulkFault noPrecondition() {
    return new BulkFault(ApiException.preconditionRequired(), List.of());
  }
}
