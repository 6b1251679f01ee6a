package com.notiflows.server.projects;

import com.notiflows.server.encryption.WrappedKey;
import com.notiflows.server.model.Hash;
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

    /** A row can't be decrypted and was left as it is; the text names it. */
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
    double users = Math.max(1, rows.users());
    long changed = 0;
    long before = -1;
    Set<String> failures = new HashSet<>();
    while (changed != before) {
      before = changed;
      long seen = 0;
      @Nullable UUID user = null;
      do {
        Reencryption.Page<UUID> page = rows.users(user);
        user = page.last().orElse(null);
        seen += page.seen();
        changed += page.changed();
        report(page.failures(), failures, observer);
        observer.at(changed, Math.min(1, seen / users));
      } while (user != null);
      @Nullable Hash reply = null;
      do {
        Reencryption.Page<Hash> page = rows.replies(reply);
        reply = page.last().orElse(null);
        changed += page.changed();
        report(page.failures(), failures, observer);
        observer.at(changed, 1);
      } while (reply != null);
    }
    deleteUnusedKeys(projectId, rows);
    return new Result(changed, failures.size());
  }

  private static void report(List<String> page, Set<String> known, Observer observer) {
    page.stream().filter(known::add).forEach(observer::failed);
  }

  /** Not without a current key: the retired ones are what keeps the project in plain text. */
  private void deleteUnusedKeys(UUID projectId, Reencryption rows) {
    Set<Integer> unused = new HashSet<>(dataKeys.old(projectId));
    boolean isEncrypted =
        dataKeys.list(projectId).stream().anyMatch(key -> key.retiredAt() == null);
    if (isEncrypted && !unused.isEmpty()) {
      rows.counts()
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
    new Reencryption(transactions, projectId)
        .counts()
        .forEach(
            (table, byKey) ->
                byKey.forEach(
                    (id, count) -> uses.add(new Use(table, id, id.map(masterKeys::get), count))));
    return uses;
  }
}
