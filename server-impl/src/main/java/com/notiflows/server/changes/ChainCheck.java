package com.notiflows.server.changes;

import com.notiflows.server.model.Hash;
import com.notiflows.server.persistence.ChangeHeadMapper;
import com.notiflows.server.persistence.ChangeHeadMapper.Head;
import com.notiflows.server.persistence.ChangeMapper;
import com.notiflows.server.persistence.ChangeRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.projects.ProjectService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Recomputes the chain of a project's changes and finds the first one that was tampered with. */
public final class ChainCheck {

  private static final int BATCH = 500;

  private final ProjectService projects;
  private final Transactions transactions;

  /** Creates the check. */
  public ChainCheck(ProjectService projects, Transactions transactions) {
    this.projects = projects;
    this.transactions = transactions;
  }

  /**
   * The result.
   *
   * @param first position of the first change that was checked
   * @param last position of the last one; less than the first if there was none
   * @param checked how many changes were checked; fewer than all after a fault
   * @param end the last change of the chain
   * @param erased how many changes have no details any more because their user was erased
   * @param fault what is wrong with the first change that is; empty if all are intact
   */
  public record Report(
      long first, long last, long checked, Anchor end, long erased, Optional<String> fault) {}

  /**
   * Checks all stored changes. Changes that are made meanwhile are not checked.
   *
   * @param expected a change that must be as it was: it shows whether the whole chain was replaced
   * @param progress gets the number of checked changes now and then
   * @throws com.notiflows.server.problem.AdministrationException if there is no such project
   */
  public Report check(UUID projectId, Optional<Anchor> expected, LongConsumer progress) {
    projects.require(projectId);
    while (true) {
      Head head = head(projectId);
      Report report = new Walk(projectId, head, expected).run(progress);
      // Old changes may have been deleted meanwhile: then the walk missed them.
      if (report.fault().isEmpty() || head(projectId).removed() == head.removed()) {
        return report;
      }
    }
  }

  private Head head(UUID projectId) {
    return transactions.single(ChangeHeadMapper.class, mapper -> mapper.current(projectId));
  }

  private final class Walk {

    private final UUID projectId;
    private final Head head;
    private final Optional<Anchor> expected;
    private long position;
    private Hash hash;
    private long erased;

    Walk(UUID projectId, Head head, Optional<Anchor> expected) {
      this.projectId = projectId;
      this.head = head;
      this.expected = expected;
      this.position = head.removed();
      this.hash = head.removedHash();
    }

    Report run(LongConsumer progress) {
      Optional<String> fault = atAnchor();
      if (fault.isPresent()) {
        position--; // the anchor is the last deleted change
      }
      if (fault.isEmpty() && expected.filter(this::isOutside).isPresent()) {
        fault = Optional.of("is the expected one, but it is not stored");
        position = expected.get().position() - 1;
      }
      while (fault.isEmpty() && position < head.position()) {
        fault = walk();
        progress.accept(position - head.removed());
      }
      if (fault.isEmpty() && !hash.equals(head.hash())) {
        position = head.position() - 1;
        fault = Optional.of("has another hash than the end of the chain");
      }
      Anchor end = new Anchor(head.position(), head.hash());
      long checked = Math.max(0, position - head.removed());
      return new Report(head.removed() + 1, head.position(), checked, end, erased, at(fault));
    }

    private Optional<String> at(Optional<String> fault) {
      return fault.map(text -> "Change " + (position + 1) + " " + text);
    }

    private boolean isOutside(Anchor anchor) {
      return anchor.position() < head.removed() || anchor.position() > head.position();
    }

    private Optional<String> walk() {
      List<ChangeRow> rows =
          transactions.single(
              ChangeMapper.class, mapper -> mapper.after(projectId, position, BATCH));
      if (rows.isEmpty()) {
        return Optional.of("is missing");
      }
      Set<UUID> existing = existingUsers(rows);
      for (ChangeRow row : rows) {
        if (position == head.position()) {
          return Optional.empty(); // the rest was added meanwhile
        }
        Optional<String> fault = fault(row, existing);
        if (fault.isPresent()) {
          return fault;
        }
        position = row.position();
        hash = row.hash();
        if (row.details() == null) {
          erased++;
        }
        Optional<String> other = atAnchor();
        if (other.isPresent()) {
          position--;
          return other;
        }
      }
      return Optional.empty();
    }

    private Optional<String> atAnchor() {
      return expected
          .filter(anchor -> anchor.position() == position && !anchor.hash().equals(hash))
          .map(anchor -> "has another hash than the expected one");
    }

    private Optional<String> fault(ChangeRow row, Set<UUID> existing) {
      if (row.position() != position + 1) {
        return Optional.of("is missing");
      }
      if (row.details() == null
          ? existing.contains(row.userId())
          : !Chain.hash(row.details()).equals(row.detailsHash())) {
        return Optional.of("has other details than were written");
      }
      return Chain.link(hash, row).equals(row.hash())
          ? Optional.empty()
          : Optional.of("was altered");
    }

    private Set<UUID> existingUsers(List<ChangeRow> rows) {
      Set<UUID> gone =
          rows.stream()
              .filter(row -> row.details() == null)
              .map(ChangeRow::userId)
              .collect(Collectors.toSet());
      return gone.isEmpty()
          ? Set.of()
          : Set.copyOf(
              transactions.single(UserMapper.class, mapper -> mapper.existing(projectId, gone)));
    }
  }
}
