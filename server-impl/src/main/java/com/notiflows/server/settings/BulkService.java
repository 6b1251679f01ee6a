package com.notiflows.server.settings;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.SettingsWriter.Look;
import com.notiflows.server.spec.BundledSpec;
import java.util.List;
import java.util.UUID;

/** The rules of writing settings of many users and channels in one transaction. */
public final class BulkService {

  /** A lost race costs one round; so many in a row mean that something else is wrong. */
  private static final int ROUNDS = 100;

  private final BulkJudgement judgement;
  private final SettingsWriter writer;
  private final Transactions transactions;
  private final TokenKeys keys;
  private final int mostListed;

  /** Wires the service. */
  public BulkService(BundledSpec spec, SettingsWriter writer, Transactions transactions) {
    this.judgement = new BulkJudgement(spec, transactions);
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
   */
  public BulkWritten restore(UUID projectId, List<BulkItem> items) {
    return write(new BulkWrite(projectId, keys.of(projectId), false, false, true), items);
  }

  private BulkWritten write(BulkWrite write, List<BulkItem> items) {
    List<JudgedItem> judged = judgement.judge(write, items);
    Look look = Look.LOCKED;
    for (int round = 0; round < ROUNDS; round++) {
      try {
        return run(write, judged, look);
      } catch (DatabaseException e) {
        if (!SettingsStore.isLostRace(e)) {
          throw e;
        }
        if (e.kind() == DatabaseException.Kind.PARENT_GONE) {
          judged = judgement.judge(write, items);
        }
        look = Look.MOVING;
      }
    }
    throw new IllegalStateException("Lost " + ROUNDS + " races for the same settings");
  }

  private BulkWritten run(BulkWrite write, List<JudgedItem> items, Look look) {
    return transactions.run(
        mappers -> new BulkRound(write, items, mostListed).run(mappers, writer, look));
  }
}
