package com.notiflows.server.settings.bulk;

import com.notiflows.server.persistence.DatabaseException.Kind;
import com.notiflows.server.persistence.Races;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.store.SettingsWriter;
import com.notiflows.server.settings.store.SettingsWriter.Look;
import com.notiflows.server.spec.BundledSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The rules of writing settings of many users and channels in one transaction. */
public final class BulkService {

  private final BulkValidator validator;
  private final SettingsWriter writer;
  private final Transactions transactions;
  private final TokenKeys keys;
  private final int mostListed;

  /** Wires the service. */
  public BulkService(BundledSpec spec, SettingsWriter writer, Transactions transactions) {
    this.validator = new BulkValidator(spec, transactions);
    this.writer = writer;
    this.transactions = transactions;
    this.keys = new TokenKeys(transactions);
    this.mostListed = spec.limits().listedViolations();
  }

  /**
   * Stores and removes settings, and returns after the commit.
   *
   * @param isAtomic whether all is written or nothing; else all that is good is written
   * @param items fulfil the schema of the spec
   * @throws ApiException with {@code isAtomic}, 422 with all violations, or 428 if settings would
   *     be replaced and the project demands a precondition
   */
  public BulkWritten write(Access access, boolean isAtomic, List<BulkItem> items) {
    return write(
        new BulkWrite(
            access.projectId(), keys.of(access), access.requireIfMatch(), isAtomic, false),
        items);
  }

  /**
   * Stores what is good of settings that were stored before, in place of what is there, and returns
   * after the commit. A list that became empty is good, too.
   *
   * @param users makes those of the users who are not there; told the external ids of good items
   */
  public BulkWritten restore(UUID projectId, List<BulkItem> items, Consumer<Set<String>> users) {
    BulkWrite write = new BulkWrite(projectId, keys.of(projectId), false, false, true);
    Set<String> wanted =
        validator.validate(write, items).stream()
            .filter(item -> item.faults().isEmpty())
            .map(item -> item.item().externalId())
            .collect(Collectors.toSet());
    if (!wanted.isEmpty()) {
      users.accept(wanted);
    }
    return write(write, items);
  }

  private BulkWritten write(BulkWrite write, List<BulkItem> items) {
    AtomicReference<List<ValidatedItem>> validated =
        new AtomicReference<>(validator.validate(write, items));
    return Races.run(
        lost -> {
          if (lost.equals(Optional.of(Kind.PARENT_GONE))) {
            validated.set(validator.validate(write, items)); // it may have been a channel
          }
          Look look = lost.isEmpty() ? Look.LOCKED : Look.MOVING;
          return run(write, Objects.requireNonNull(validated.get()), look);
        });
  }

  private BulkWritten run(BulkWrite write, List<ValidatedItem> items, Look look) {
    return transactions.run(
        mappers -> new BulkRound(write, items, mostListed).run(mappers, writer, look));
  }
}
