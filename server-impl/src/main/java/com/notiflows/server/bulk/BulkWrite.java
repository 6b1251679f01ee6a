package com.notiflows.server.bulk;

import com.notiflows.server.model.StoredUser;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Stores and removes settings and subscriptions of many users and channels.
 *
 * @param isAtomic whether all entries are written or none; otherwise every valid entry is
 * @param createsUsers whether missing users of valid entries are created, for imports
 * @param mostListed maximum number of violations in an error
 */
public record BulkWrite(
    UUID projectId, List<BulkEntry> entries, boolean isAtomic, boolean createsUsers, int mostListed)
    implements WriteCommand<BulkWritten> {

  /** Copies the list. */
  public BulkWrite {
    entries = List.copyOf(entries);
  }

  @Override
  public Needs needs() {
    return Needs.all(entries.stream().map(BulkEntry::needs).toList());
  }

  @Override
  public long weight() {
    return entries.stream().mapToLong(BulkEntry::weight).sum();
  }

  @Override
  public Outcome<BulkWritten> decide(ChangeSet rows) {
    ChangeSet draft = isAtomic ? rows.copy() : rows;
    List<BulkEntry.Executed> executed = new ArrayList<>(entries.size());
    for (BulkEntry entry : entries) {
      if (createsUsers && entry.fault().isEmpty() && draft.user(entry.user()).isEmpty()) {
        create(draft, entry);
      }
      executed.add(entry.execute(draft, createsUsers));
    }
    List<BulkFault> faults = executed.stream().flatMap(each -> each.faults().stream()).toList();
    if (isAtomic && !faults.isEmpty()) {
      return Outcome.rejected(refusal(faults));
    }
    if (isAtomic) {
      rows.adopt(draft);
    }
    return Outcome.done(written(draft, executed));
  }

  /** The results show what is stored after all entries: a later one may take an identifier away. */
  private BulkWritten written(ChangeSet rows, List<BulkEntry.Executed> executed) {
    List<BulkResult> results = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      results.add(entries.get(i).result(rows, executed.get(i)));
    }
    return new BulkWritten(results, executed.stream().mapToInt(BulkEntry.Executed::moved).sum());
  }

  private void create(ChangeSet rows, BulkEntry entry) {
    rows.create(
        new StoredUser(entry.freshId(), entry.user()),
        UserRow.fresh(projectId, entry.freshId(), entry.user(), rows.now()));
  }

  private ApiException refusal(List<BulkFault> faults) {
    List<FieldViolation> violations =
        faults.stream().flatMap(fault -> fault.fields().stream()).toList();
    return violations.isEmpty()
        ? faults.get(0).alone()
        : ApiException.validationFailed(violations, mostListed);
  }

  /** Omits the entries because they contain identifiers. */
  @Override
  public String toString() {
    return "BulkWrite[entries=" + entries.size() + "]";
  }
}
