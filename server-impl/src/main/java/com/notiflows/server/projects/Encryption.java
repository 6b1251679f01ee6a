package com.notiflows.server.projects;

import com.notiflows.server.encryption.WrappedKey;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.KeyCounts;
import com.notiflows.server.persistence.Reencryption;
import com.notiflows.server.persistence.Transactions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Encryption at rest, for administrators. */
public final class Encryption {

  /** More rows than that need a restored backup, not a list. */
  private static final int MOST_MESSAGES = 1_000;

  private final ProjectService projects;
  private final DataKeys dataKeys;
  private final Transactions transactions;

  /** Works on the data of these transactions. */
  public Encryption(ProjectService projects, DataKeys dataKeys, Transactions transactions) {
    this.projects = projects;
    this.dataKeys = dataKeys;
    this.transactions = transactions;
  }

  /** Learns how far the work is. */
  public interface Observer {

    /**
     * Called after each page.
     *
     * @param rows changed so far
     * @param part of the users of this round, from 0 to 1
     */
    void at(long rows, double part);

    /**
     * A row can't be decrypted and was left as it is. Called at most 1,000 times, and once for rows
     * that the text does not distinguish.
     *
     * @param why names the row
     */
    void failed(String why);
  }

  /** The result: how many rows were changed, and how many can't be decrypted. */
  public record Result(long changed, long failed) {}

  /**
   * The rows of a table under a key.
   *
   * @param key the data key; empty for plain text
   * @param masterKey the master key of the data key; empty if there is none
   */
  public record Use(String table, Optional<Integer> key, Optional<String> masterKey, long rows) {}

  /** The service of data keys. */
  public DataKeys dataKeys() {
    return dataKeys;
  }

  /**
   * Brings all rows of a project to its current data key, or to plain text. Goes through them until
   * a round finds nothing to change: writes that began with the old key may have stored rows behind
   * the first one.
   *
   * @throws com.notiflows.server.problem.AdministrationException if there is no such project
   */
  public Result reencrypt(UUID projectId, Observer observer) {
    projects.require(projectId);
    Reencryption rows = new Reencryption(transactions, projectId);
    long users = Math.max(1, rows.users());
    Set<String> reported = new HashSet<>();
    long changed = 0;
    Round round;
    do {
      round = new Round(observer, users, changed, reported);
      round.run(rows);
      changed = round.changed;
    } while (round.hasChanged());
    deleteUnusedKeys(projectId);
    return new Result(changed, round.failed);
  }

  /** One round through all rows. */
  private static final class Round {

    private final Observer observer;
    private final double users;
    private final long changedBefore;
    private final Set<String> reported;
    private long changed;
    private long failed;
    private long seen;

    Round(Observer observer, double users, long changedBefore, Set<String> reported) {
      this.observer = observer;
      this.users = users;
      this.changedBefore = changedBefore;
      this.reported = reported;
      this.changed = changedBefore;
    }

    boolean hasChanged() {
      return changed > changedBefore;
    }

    void run(Reencryption rows) {
      @Nullable UUID user = null;
      do {
        user = next(rows.users(user));
      } while (user != null);
      @Nullable Hash reply = null;
      do {
        reply = next(rows.replies(reply));
      } while (reply != null);
    }

    /** Where the next page begins; null if there is none. */
    private <T> @Nullable T next(Reencryption.Page<T> page) {
      changed += page.changed();
      seen += page.seen();
      failed += page.failures().size();
      for (String failure : page.failures()) {
        if (reported.size() < MOST_MESSAGES && reported.add(failure)) {
          observer.failed(failure);
        }
      }
      observer.at(changed, Math.min(1, seen / users));
      return page.last().orElse(null);
    }
  }

  /** Not without a current key: the retired ones are what keeps the project in plain text. */
  private void deleteUnusedKeys(UUID projectId) {
    Set<Integer> unused = new HashSet<>(dataKeys.old(projectId));
    boolean isEncrypted =
        dataKeys.list(projectId).stream().anyMatch(key -> key.retiredAt() == null);
    if (isEncrypted && !unused.isEmpty()) {
      KeyCounts.of(transactions, projectId)
          .values()
          .forEach(byKey -> byKey.keySet().forEach(k -> k.ifPresent(unused::remove)));
      if (!unused.isEmpty()) {
        dataKeys.delete(projectId, unused);
      }
    }
  }

  /**
   * What the secrets of a project are encrypted with, by table. Reads the whole project.
   *
   * @throws com.notiflows.server.problem.AdministrationException if there is no such project
   */
  public List<Use> status(UUID projectId) {
    projects.require(projectId);
    Map<Integer, String> masterKeys =
        dataKeys.list(projectId).stream()
            .collect(Collectors.toMap(WrappedKey::id, WrappedKey::wrappedBy));
    List<Use> uses = new ArrayList<>();
    KeyCounts.of(transactions, projectId)
        .forEach(
            (table, byKey) ->
                byKey.forEach(
                    (id, count) -> uses.add(new Use(table, id, id.map(masterKeys::get), count))));
    return uses;
  }
}
