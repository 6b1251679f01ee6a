package com.notiflows.server.bulk;

import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.WriteCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A validated item of a bulk write: its action, or its fault.
 *
 * @param path the path of the item in the body, such as {@code items[2]}
 * @param freshId the id of its user if the write creates users
 * @param action present if there is no fault
 */
record BulkEntry(
    String user,
    String path,
    UUID freshId,
    Optional<BulkAction> action,
    Optional<BulkFault> fault) {

  /** The outcome of the entry: how many identifiers it moved, or its fault. */
  record Executed(int moved, List<BulkFault> faults) {}

  Needs needs() {
    return action
        .map(valid -> valid.command().needs())
        .orElseGet(() -> new Needs(Set.of(user), Set.of(), false, Map.of()));
  }

  long weight() {
    return WriteCommand.SMALL + action.map(valid -> valid.command().weight()).orElse(0L);
  }

  /**
   * Executes the entry; changes nothing if anything is wrong.
   *
   * @param createsUsers whether missing users are created
   */
  Executed execute(ChangeSet rows, boolean createsUsers) {
    boolean isUserMissing = !createsUsers && rows.user(user).isEmpty();
    if (isUserMissing || action.isEmpty()) {
      List<BulkFault> missing = isUserMissing ? List.of(noUser()) : List.of();
      return new Executed(0, Stream.concat(missing.stream(), fault.stream()).toList());
    }
    return action
        .get()
        .execute(rows)
        .switchOn(
            moved -> new Executed(moved, List.of()),
            error -> new Executed(0, List.of(refusal(action.get(), error))));
  }

  /** The result of an executed entry, after all entries were executed. */
  BulkResult result(ChangeSet rows, Executed executed) {
    if (!executed.faults().isEmpty()) {
      return BulkResult.failed(executed.faults().get(0).alone());
    }
    StoredUser owner = rows.user(user).orElseThrow();
    BulkAction done = action.orElseThrow();
    return done.result(rows.at(new Place(owner.id(), done.channel().id())));
  }

  private BulkFault noUser() {
    return fault(Access.noSuchUser(user), ".user_id", "is not a user of the project");
  }

  private BulkFault refusal(BulkAction refused, ApiException error) {
    return refused instanceof BulkAction.Remove
        ? fault(error, ".remove", "has nothing to remove")
        : new BulkFault(error, List.of());
  }

  private BulkFault fault(ApiException error, String field, String message) {
    return new BulkFault(
        error, List.of(new FieldViolation(path + field, message, Reason.INVALID_VALUE)));
  }

  /** Omits the action because it contains identifiers. */
  @Override
  public String toString() {
    return "BulkEntry[path=" + path + "]";
  }
}
