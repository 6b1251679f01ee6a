package com.notiflows.server.settings;

import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A validated item of a bulk write: settings to store, settings to remove, or a fault.
 *
 * @param path where the item is in the body, such as {@code items[2]}
 * @param freshId the id of its user if the write creates users
 */
record BulkEntry(
    String user,
    String path,
    UUID freshId,
    Optional<PutSettings> put,
    Optional<DeleteSettings> delete,
    Optional<BulkFault> fault) {

  /** What became of the entry: how many tokens it moved, or what is wrong with it. */
  record Executed(int moved, List<BulkFault> faults) {}

  Needs needs() {
    return put.map(PutSettings::needs)
        .or(() -> delete.map(DeleteSettings::needs))
        .orElseGet(() -> new Needs(Set.of(user), Set.of(), false, Map.of()));
  }

  long weight() {
    return 512 + put.map(PutSettings::weight).orElse(0L);
  }

  /** Executes the entry; changes nothing if anything is wrong. */
  Executed execute(ChangeSet rows) {
    Optional<StoredUser> found = rows.user(user);
    if (found.isEmpty() || fault.isPresent()) {
      List<BulkFault> missing = found.isEmpty() ? List.of(noUser()) : List.of();
      return new Executed(0, Stream.concat(missing.stream(), fault.stream()).toList());
    }
    if (put.isPresent()) {
      return store(rows, put.get(), new Place(found.get().id(), put.get().channel().id()));
    }
    Outcome<UUID> removed = delete.orElseThrow().decide(rows);
    return removed.switchOn(
        id -> new Executed(0, List.of()),
        error -> new Executed(0, List.of(nothingToRemove(error))));
  }

  private static Executed store(ChangeSet rows, PutSettings put, Place place) {
    Optional<ApiException> refusal = put.refusal(rows, place);
    if (refusal.isPresent()) {
      return new Executed(0, List.of(new BulkFault(refusal.get(), List.of())));
    }
    return new Executed(put.store(rows, place).tokensMoved(), List.of());
  }

  /** The result of an entry that was executed, once all entries are. */
  BulkResult result(ChangeSet rows, Executed executed) {
    if (!executed.faults().isEmpty()) {
      return BulkResult.failed(executed.faults().get(0).alone());
    }
    return put.map(command -> new Place(rows.user(user).orElseThrow().id(), command.channel().id()))
        .flatMap(place -> ChannelSettings.of(put.get().channel(), rows.at(place)))
        .map(BulkResult::stored)
        .orElseGet(BulkResult::removed);
  }

  private BulkFault noUser() {
    return fault(Access.noSuchUser(user), ".user_id", "is no user");
  }

  private BulkFault nothingToRemove(ApiException error) {
    return fault(error, ".remove", "has nothing to remove");
  }

  private BulkFault fault(ApiException error, String field, String message) {
    return new BulkFault(
        error, List.of(new FieldViolation(path + field, message, Reason.INVALID_VALUE)));
  }

  /** Omits the settings because they contain device tokens. */
  @Override
  public String toString() {
    return "BulkEntry[path=" + path + "]";
  }
}
