package com.notiflows.server.settings;

import com.notiflows.server.persistence.ChannelSettingsMapper.Lock;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.projects.Access;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Finds users by external id. */
public final class UserFinder {

  private final Transactions transactions;

  /** Creates a finder. */
  public UserFinder(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * The user of a request.
   *
   * @throws com.notiflows.server.problem.ApiException 404
   */
  public UserRow find(Access access) {
    List<byte[]> externalId = List.of(access.user().getBytes(StandardCharsets.UTF_8));
    return transactions
        .single(UserMapper.class, mapper -> mapper.find(access.projectId(), externalId, Lock.NONE))
        .stream()
        .findFirst()
        .orElseThrow(() -> Access.noSuchUser(access.user()));
  }

  /** The id of the user of a request. */
  public UUID require(Access access) {
    return find(access).id();
  }
}
