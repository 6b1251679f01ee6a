package com.notiflows.server.projects;

import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.persistence.ProjectMapper;
import com.notiflows.server.persistence.ProjectMapper.ProjectRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.AdministrationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Projects, for administrators. */
public final class ProjectService {

  /** The shortest maximum age of user keys. */
  public static final Duration SHORTEST_USER_KEY_MAX_AGE = Duration.ofMinutes(1);

  /** The longest maximum age of user keys. */
  public static final Duration LONGEST_USER_KEY_MAX_AGE = Duration.ofDays(3650);

  private final Transactions transactions;
  private final Clock clock;
  private final DataKeys dataKeys;

  /** Uses the clock for times of creation and change. */
  public ProjectService(Transactions transactions, Clock clock) {
    this.transactions = transactions;
    this.clock = clock;
    this.dataKeys = new DataKeys(transactions, clock);
  }

  /** Whether the users of a project must authenticate with a user key. */
  public enum SecurityMode {
    /** Users send a JWT signed by the project's backend. */
    ON,
    /** Users send only their id, without proof. For testing only. */
    OFF;

    /** The mode as it is printed and stored, such as {@code on}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that label. */
    static SecurityMode of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A project.
   *
   * @param userKeyMaxAge the maximum age of user keys; empty if only the limit of the spec applies
   */
  public record Project(
      UUID id,
      String name,
      SecurityMode securityMode,
      Optional<Duration> userKeyMaxAge,
      boolean requireIfMatch,
      Instant createdAt) {}

  /**
   * Creates a project without keys.
   *
   * @param name for people; need not be unique
   * @throws AdministrationException if {@link Names} does not allow the name
   */
  public Project create(String name) {
    Names.require("name", name);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ProjectRow row =
        new ProjectRow(
            UuidCreator.getTimeOrderedEpoch(),
            name,
            SecurityMode.ON.label(),
            false,
            null,
            TokenKey.fresh(),
            ChronoUnit.MICROS.between(Instant.EPOCH, now),
            now);
    transactions.inTransaction(
        mappers -> {
          mappers.get(ProjectMapper.class).insert(row);
          dataKeys.createFirst(mappers, row.id());
          return row.id();
        });
    return project(row);
  }

  /** All projects, oldest first. */
  public List<Project> list() {
    return transactions.single(ProjectMapper.class, ProjectMapper::list).stream()
        .map(ProjectService::project)
        .toList();
  }

  /**
   * Sets whether the users of a project must authenticate, from the next request on.
   *
   * @throws AdministrationException if there is no such project
   */
  public void setSecurityMode(UUID projectId, SecurityMode mode) {
    change(
        projectId,
        mappers -> mappers.get(ProjectMapper.class).setSecurityMode(projectId, mode.label()));
  }

  /**
   * Sets the maximum age of user keys, from the next request on.
   *
   * @param maxAge one minute to ten years; empty removes the limit
   * @throws AdministrationException if there is no such project, or if the age is out of range
   */
  public void setUserKeyMaxAge(UUID projectId, Optional<Duration> maxAge) {
    if (maxAge.filter(ProjectService::isOutOfBounds).isPresent()) {
      throw new AdministrationException(
          "The maximum age must be "
              + SHORTEST_USER_KEY_MAX_AGE.toMinutes()
              + " minute to "
              + LONGEST_USER_KEY_MAX_AGE.toDays()
              + " days.");
    }
    Integer seconds = maxAge.map(age -> Math.toIntExact(age.toSeconds())).orElse(null);
    change(
        projectId,
        mappers -> mappers.get(ProjectMapper.class).setUserKeyMaxAge(projectId, seconds));
  }

  private static boolean isOutOfBounds(Duration maxAge) {
    return maxAge.compareTo(SHORTEST_USER_KEY_MAX_AGE) < 0
        || maxAge.compareTo(LONGEST_USER_KEY_MAX_AGE) > 0;
  }

  /**
   * Sets whether replacing settings requires a precondition, from the next request on.
   *
   * @throws AdministrationException if there is no such project
   */
  public void setRequireIfMatch(UUID projectId, boolean required) {
    change(
        projectId,
        mappers -> mappers.get(ProjectMapper.class).setRequireIfMatch(projectId, required));
  }

  /**
   * Requires that a project exists.
   *
   * @throws AdministrationException if it does not
   */
  public void require(UUID projectId) {
    if (transactions
        .single(ProjectMapper.class, mapper -> Optional.ofNullable(mapper.find(projectId)))
        .isEmpty()) {
      throw AdministrationException.noSuchProject(projectId);
    }
  }

  /**
   * Changes data that servers cache, and increments the project's revision in the same transaction,
   * so that the change takes effect with the next request on every node.
   *
   * @throws AdministrationException if there is no such project
   */
  public <T> T change(UUID projectId, Function<Mappers, T> work) {
    return transactions.inTransaction(
        mappers -> {
          if (mappers.get(ProjectMapper.class).revise(projectId) == 0) {
            throw AdministrationException.noSuchProject(projectId);
          }
          return work.apply(mappers);
        });
  }

  private static Project project(ProjectRow row) {
    SecurityMode mode = SecurityMode.of(row.securityMode());
    return new Project(
        row.id(),
        row.name(),
        mode,
        Optional.ofNullable(row.userKeyMaxAgeSeconds()).map(Duration::ofSeconds),
        row.requireIfMatch(),
        row.createdAt());
  }
}
