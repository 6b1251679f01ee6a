package com.notiflows.server.settings.devices;

import com.notiflows.server.persistence.Chunks;
import com.notiflows.server.persistence.RetiredTokenMapper;
import com.notiflows.server.persistence.RetiredTokenMapper.LivingRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.projects.TokenKeys;
import com.notiflows.server.settings.model.DeviceTokens;
import com.notiflows.server.settings.store.TokenRetirement;
import com.notiflows.server.spec.BundledSpec;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes what senders learn of device tokens, and retires those that are dead. */
public final class TokenFeedback {

  /** What a provider says of a token that is dead. All else may be a fault of the sender's. */
  private static final Set<String> DEADLY = Set.of("unregistered", "invalid");

  private final BundledSpec spec;
  private final Transactions transactions;
  private final TokenKeys keys;
  private final Clock clock;

  /** Stores through the transactions; the clock dates what is written. */
  public TokenFeedback(BundledSpec spec, Transactions transactions, Clock clock) {
    this.spec = spec;
    this.transactions = transactions;
    this.keys = new TokenKeys(transactions);
    this.clock = clock;
  }

  /**
   * What a sender learned of a token.
   *
   * @param outcome what happened, in the words of the spec or any others
   * @param occurredAt when it happened
   */
  public record Report(String token, String outcome, Instant occurredAt) {

    /** Tells no token. */
    @Override
    public String toString() {
      return "Report[outcome=" + outcome + ", occurredAt=" + occurredAt + "]";
    }
  }

  /** What came of a report. */
  public enum Result {
    /** The token left at least one user. */
    RETIRED,
    /** It was registered again after the report. */
    REGISTERED_SINCE,
    /** The outcome says nothing against it. */
    KEPT,
    /** Nobody has it. */
    UNKNOWN;

    /** As it is told. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Takes reports, and returns after the commit.
   *
   * @param channelText the channel's id as it was sent
   * @return what came of each, in the same order
   * @throws ApiException 404 for the channel, 422 if it has no device tokens
   */
  public List<Result> take(Access access, String channelText, List<Report> reports) {
    Access.Channel channel = access.requireChannel(channelText);
    DeviceTokens.requireProvider(spec, channel, "items");
    TokenKey key = keys.of(access);
    return transactions.run(mappers -> take(mappers, access, channel, key, reports));
  }

  private List<Result> take(
      Mappers mappers, Access access, Access.Channel channel, TokenKey key, List<Report> reports) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<ByteBuffer, Report> deadly = deadly(key, reports);
    List<byte[]> hashes = reports.stream().map(Report::token).distinct().map(key::hash).toList();
    RetiredTokenMapper tokens = mappers.get(RetiredTokenMapper.class);
    List<LivingRow> found =
        Chunks.of(hashes).stream()
            .flatMap(chunk -> tokens.holders(access.projectId(), channel.id(), chunk).stream())
            .toList();
    List<LivingRow> doomed = found.stream().filter(row -> deadly.containsKey(hash(row))).toList();
    List<LivingRow> retired =
        new TokenRetirement(access.projectId(), key, now)
            .retire(
                mappers,
                doomed,
                row ->
                    Optional.ofNullable(deadly.get(hash(row)))
                        .filter(report -> !row.lastSeenAt().isAfter(report.occurredAt()))
                        .map(Report::outcome));
    Set<ByteBuffer> known = hashes(found);
    Set<ByteBuffer> gone = hashes(retired);
    return reports.stream()
        .map(report -> result(report, ByteBuffer.wrap(key.hash(report.token())), known, gone))
        .toList();
  }

  /** The latest report against each token. */
  private static Map<ByteBuffer, Report> deadly(TokenKey key, List<Report> reports) {
    Map<ByteBuffer, Report> deadly = new HashMap<>();
    for (Report report : reports) {
      if (DEADLY.contains(report.outcome())) {
        deadly.merge(
            ByteBuffer.wrap(key.hash(report.token())),
            report,
            (one, other) -> one.occurredAt().isBefore(other.occurredAt()) ? other : one);
      }
    }
    return deadly;
  }

  private static Result result(
      Report report, ByteBuffer hash, Set<ByteBuffer> known, Set<ByteBuffer> retired) {
    if (!known.contains(hash)) {
      return Result.UNKNOWN;
    }
    if (!DEADLY.contains(report.outcome())) {
      return Result.KEPT;
    }
    return retired.contains(hash) ? Result.RETIRED : Result.REGISTERED_SINCE;
  }

  private static Set<ByteBuffer> hashes(List<LivingRow> rows) {
    Set<ByteBuffer> hashes = new HashSet<>();
    rows.forEach(row -> hashes.add(hash(row)));
    return hashes;
  }

  private static ByteBuffer hash(LivingRow row) {
    return ByteBuffer.wrap(row.tokenHash());
  }
}
