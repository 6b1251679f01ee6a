package com.notiflows.server.users;

import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.changes.Author;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserMapper.Range;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.Operation;
import com.notiflows.server.write.Write;
import com.notiflows.server.write.WriteQueue;
import com.notiflows.server.write.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The users of projects, for administrators. */
public final class UserAdministration {

  private final ProjectService projects;
  private final Operation.Parameter externalIdRule;
  private final Transactions transactions;
  private final WriteQueue queue;

  /**
   * Creates the service.
   *
   * @param externalIdRule the schema of external ids
   * @param queue creates users
   */
  public UserAdministration(
      ProjectService projects,
      Operation.Parameter externalIdRule,
      Transactions transactions,
      WriteQueue queue) {
    this.projects = projects;
    this.externalIdRule = externalIdRule;
    this.transactions = transactions;
    this.queue = queue;
  }

  /**
   * Creates a user without profile data.
   *
   * @throws AdministrationException if the external id is invalid or already used
   */
  public User create(UUID projectId, String externalId) {
    projects.require(projectId);
    if (!externalIdRule.accepts(externalId)) {
      throw new AdministrationException("The external id " + externalIdRule.expected() + ".");
    }
    CreateUser command = new CreateUser(projectId, UuidCreator.getTimeOrderedEpoch(), externalId);
    WriteResult<Optional<UserRow>> result =
        queue.execute(new Write<>(projectId, command, Optional.empty(), Author.COMMAND_LINE));
    UserRow row =
        ((WriteResult.Written<Optional<UserRow>>) result)
            .value()
            .orElseThrow(
                () ->
                    new AdministrationException(
                        "The project already has a user with this external id."));
    return UserRows.user(row, List.of());
  }

  /** Whether a text is a valid external id. */
  public boolean isExternalId(String text) {
    return externalIdRule.accepts(text) && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * Users of a project without their settings, newest first.
   *
   * @param limit maximum number of users
   * @throws AdministrationException if there is no such project
   */
  public List<User> list(UUID projectId, int limit) {
    projects.require(projectId);
    Range newest = new Range(projectId, null, null, null, null, limit);
    return transactions.single(UserMapper.class, mapper -> mapper.older(newest)).stream()
        .map(row -> UserRows.user(row, List.of()))
        .toList();
  }
}
