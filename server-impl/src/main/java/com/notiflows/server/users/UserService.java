package com.notiflows.server.users;

import com.fasterxml.jackson.databind.node.TextNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.AdminMapper;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** The users of projects, for administrators. */
public final class UserService {

  private final ProjectService projects;
  private final Operation.PathParameter externalIdRule;
  private final Transactions transactions;
  private final Clock clock;

  /**
   * Stores through the transactions.
   *
   * @param externalIdRule what the spec asks of an external id
   * @param clock dates what is made
   */
  public UserService(
      ProjectService projects,
      Operation.PathParameter externalIdRule,
      Transactions transactions,
      Clock clock) {
    this.projects = projects;
    this.externalIdRule = externalIdRule;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** A user; the external id is the caller's own. */
  public record User(UUID id, String externalId, Instant createdAt) {}

  /**
   * Makes a user.
   *
   * @throws AdministrationException if the external id can't be one, or is there already
   */
  public User create(UUID projectId, String externalId) {
    projects.require(projectId);
    if (!externalIdRule.check().accepts(TextNode.valueOf(externalId))) {
      throw new AdministrationException("The external id " + externalIdRule.expected() + ".");
    }
    AdminMapper.UserRow row =
        new AdminMapper.UserRow(
            projectId,
            UuidCreator.getTimeOrderedEpoch(),
            externalId.getBytes(StandardCharsets.UTF_8),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    try {
      transactions.single(AdminMapper.class, mapper -> mapper.insertUser(row));
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.DUPLICATE) {
        throw new AdministrationException("The project has a user with this external id already.");
      }
      throw e;
    }
    return user(row);
  }

  /**
   * Users of a project, newest first.
   *
   * @param limit how many at the most
   * @throws AdministrationException if there is no such project
   */
  public List<User> list(UUID projectId, int limit) {
    projects.require(projectId);
    return transactions.single(AdminMapper.class, mapper -> mapper.users(projectId, limit)).stream()
        .map(UserService::user)
        .toList();
  }

  private static User user(AdminMapper.UserRow row) {
    return new User(
        row.id(), new String(row.externalId(), StandardCharsets.UTF_8), row.createdAt());
  }
}
