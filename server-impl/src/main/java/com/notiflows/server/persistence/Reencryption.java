package com.notiflows.server.persistence;

import com.notiflows.server.encryption.DecryptionException;
import com.notiflows.server.encryption.ProjectCipher;
import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import com.notiflows.server.persistence.Transactions.Mappers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Brings stored data to the current data key of its project, or to plain text if it has none. Works
 * while servers read and write: each page is a transaction that holds the locks of its users. What
 * is right already is not touched, so it can be interrupted and started again.
 */
public final class Reencryption {

  private static final int USERS = 25;
  private static final int REPLIES = 50;

  private final Transactions transactions;
  private final UUID projectId;

  /** Prepares the work on a project. */
  public Reencryption(Transactions transactions, UUID projectId) {
    this.transactions = transactions;
    this.projectId = projectId;
  }

  /**
   * What a page did.
   *
   * @param last where the next page begins
   * @param seen how many users were looked at
   * @param changed how many rows were changed
   * @param failures a message for each row that can't be decrypted and was left as it is
   */
  public record Page<T>(Optional<T> last, int seen, int changed, List<String> failures) {}

  /** How many users the project has. */
  public long users() {
    return transactions.single(StaleRowMapper.class, mapper -> mapper.countUsers(projectId));
  }

  /** Changes the rows of the next users. */
  public Page<UUID> users(@Nullable UUID after) {
    List<UUID> ids =
        transactions.single(StaleRowMapper.class, mapper -> mapper.users(projectId, after, USERS));
    if (ids.isEmpty()) {
      return new Page<>(Optional.empty(), 0, 0, List.of());
    }
    Work work = transactions.inTransaction(mappers -> users(mappers, ids));
    return new Page<>(
        Optional.of(ids.get(ids.size() - 1)), ids.size(), work.changed, work.failures);
  }

  private Work users(Mappers mappers, List<UUID> ids) {
    mappers.get(UserMapper.class).lock(projectId, ids, Lock.WAIT);
    ProjectCipher cipher = currentCipher(mappers);
    StaleRowMapper rows = mappers.get(StaleRowMapper.class);
    Work work = new Work();
    work.changed(
            rows.staleUsers(projectId, ids, cipher.keyId()),
            old -> RowCipher.encrypted(cipher, RowCipher.decrypted(cipher, old)))
        .forEach(rows::updateUser);
    List<ChannelSettingsRow> settings =
        work.changed(
            rows.staleSettings(projectId, ids, cipher.keyId()),
            old ->
                RowCipher.encrypted(
                    cipher, projectId, RowCipher.decrypted(cipher, projectId, old)));
    Chunks.of(settings, row -> row.settings().length())
        .forEach(chunk -> rows.updateSettings(projectId, chunk));
    List<EndpointRow> endpoints =
        work.changed(
            rows.staleEndpoints(projectId, ids, cipher.keyId()),
            old ->
                RowCipher.encrypted(
                    cipher, projectId, RowCipher.decrypted(cipher, projectId, old)));
    Chunks.of(endpoints, EndpointRow::length)
        .forEach(chunk -> rows.updateEndpoints(projectId, chunk));
    return work;
  }

  /** Changes the next stored responses. */
  public Page<Hash> replies(@Nullable Hash after) {
    return transactions.inTransaction(
        mappers -> {
          ProjectCipher cipher = currentCipher(mappers);
          StaleRowMapper rows = mappers.get(StaleRowMapper.class);
          List<IdempotencyKeyMapper.Row> stale =
              rows.staleReplies(projectId, after, cipher.keyId(), REPLIES);
          Work work = new Work();
          work.changed(
                  stale,
                  old ->
                      RowCipher.encrypted(
                          cipher, projectId, RowCipher.decrypted(cipher, projectId, old)))
              .forEach(row -> rows.updateReply(projectId, row));
          Optional<Hash> last =
              stale.isEmpty()
                  ? Optional.empty()
                  : Optional.of(stale.get(stale.size() - 1).scopeHash());
          return new Page<>(last, 0, work.changed, work.failures);
        });
  }

  /** Read again for each page, because another command may have replaced the key meanwhile. */
  private ProjectCipher currentCipher(Mappers mappers) {
    return new SessionCiphers(transactions.ciphers(), mappers).read(projectId);
  }

  private static final class Work {

    private int changed;
    private final List<String> failures = new ArrayList<>();

    /** The rows to store instead; without those that can't be decrypted. */
    <R> List<R> changed(List<R> stale, UnaryOperator<R> crypt) {
      List<R> fresh = new ArrayList<>(stale.size());
      for (R row : stale) {
        try {
          fresh.add(crypt.apply(row));
        } catch (DecryptionException e) {
          failures.add(e.getMessage());
        }
      }
      changed += fresh.size();
      return fresh;
    }
  }
}
