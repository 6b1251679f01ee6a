package com.notiflows.server.endpoints;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Endpoint.Retirement;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Times;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Retires the endpoints that senders report as dead. Ignores reports older than the registration.
 *
 * @param mostRetired maximum number of retired endpoints per user on the channel
 */
public record RetireEndpoints(Channel channel, List<Report> reports, int mostRetired)
    implements WriteCommand<List<RetireEndpoints.Result>> {

  /** Outcomes that mean that an endpoint is dead. Others may be caused by the sender. */
  private static final Set<String> DEADLY = Set.of("unregistered", "invalid");

  private static final int WEIGHT_OF_REPORT = 256;

  /** Copies the list. */
  public RetireEndpoints {
    reports = List.copyOf(reports);
  }

  /**
   * A delivery report for an endpoint.
   *
   * @param outcome an outcome of the spec or any other text
   * @param occurredAt time of the delivery
   */
  public record Report(Hash hash, String outcome, Instant occurredAt) {

    boolean isDeadly() {
      return DEADLY.contains(outcome);
    }
  }

  /** The result of a report. */
  public enum Result {
    /** The endpoint left at least one user. */
    RETIRED,
    /** It was registered again after the report. */
    REGISTERED_SINCE,
    /** The outcome does not mean that it is dead. */
    KEPT,
    /** No user has it. */
    UNKNOWN;

    /** The result as the API writes it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Needs needs() {
    return Needs.ofOwners(channel.id(), hashes());
  }

  @Override
  public long weight() {
    return (long) WEIGHT_OF_REPORT * reports.size();
  }

  @Override
  public Outcome<List<Result>> decide(ChangeSet rows) {
    Map<Hash, Report> latest = latest();
    Set<Hash> known = new HashSet<>();
    Set<Hash> retired = new HashSet<>();
    for (Hash hash : hashes()) {
      for (UserChannel owner : rows.owners(channel.id(), hash)) {
        Optional<Endpoint> live = owner.find(hash).filter(Endpoint::isLive);
        if (live.isPresent()) {
          known.add(hash);
          Report report = latest.get(hash);
          if (report != null && !live.get().lastSeenAt().isAfter(report.occurredAt())) {
            rows.put(retired(owner, live.get(), rows.now(), report.outcome(), mostRetired));
            retired.add(hash);
          }
        }
      }
    }
    return Outcome.done(reports.stream().map(report -> result(report, known, retired)).toList());
  }

  /**
   * The endpoints of a user after one was retired.
   *
   * @param mostRetired how many of the latest stay in quarantine
   */
  static UserChannel retired(
      UserChannel owner, Endpoint endpoint, Instant now, String reason, int mostRetired) {
    UserChannel after =
        owner.with(endpoint.retired(new Retirement(retirementTime(owner, now), reason)));
    List<Endpoint> forgotten =
        after.endpoints().stream()
            .filter(each -> each.retirement() != null)
            .sorted(Comparator.comparing(RetireEndpoints::retiredAt).reversed())
            .skip(mostRetired)
            .toList();
    return after
        .with(after.endpoints().stream().filter(each -> !forgotten.contains(each)).toList())
        .listChanged(now);
  }

  /**
   * After everything else of the user on the channel, so that a retirement after the clock was set
   * back is not the oldest, which is forgotten first.
   */
  private static Instant retirementTime(UserChannel owner, Instant now) {
    Instant time = now;
    for (Endpoint each : owner.endpoints()) {
      time = Times.following(each.isLive() ? each.lastSeenAt() : retiredAt(each), time);
    }
    return time;
  }

  private static Instant retiredAt(Endpoint endpoint) {
    return Objects.requireNonNull(endpoint.retirement()).at();
  }

  private Set<Hash> hashes() {
    return reports.stream().map(Report::hash).collect(Collectors.toSet());
  }

  /** The latest report of each endpoint that says that it is dead. */
  private Map<Hash, Report> latest() {
    Map<Hash, Report> latest = new HashMap<>();
    for (Report report : reports) {
      if (report.isDeadly()) {
        latest.merge(
            report.hash(),
            report,
            (one, other) -> one.occurredAt().isBefore(other.occurredAt()) ? other : one);
      }
    }
    return latest;
  }

  private static Result result(Report report, Set<Hash> known, Set<Hash> retired) {
    if (!known.contains(report.hash())) {
      return Result.UNKNOWN;
    }
    if (!report.isDeadly()) {
      return Result.KEPT;
    }
    return retired.contains(report.hash()) ? Result.RETIRED : Result.REGISTERED_SINCE;
  }
}
