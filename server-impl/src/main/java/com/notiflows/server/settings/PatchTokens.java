package com.notiflows.server.settings;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds, removes and replaces single device tokens. Concurrent patches of one user keep the tokens
 * of all patches.
 *
 * @param user the external id
 * @param channelText the channel id as sent
 * @param mostListed maximum number of violations in an error
 */
public record PatchTokens(
    String user,
    Channel channel,
    String channelText,
    HashedChanges hashed,
    Precondition precondition,
    int mostListed)
    implements UserChannelCommand<Written> {

  @Override
  public Set<Hash> registered() {
    return hashed.addedHashes();
  }

  @Override
  public long weight() {
    return hashed.weight();
  }

  @Override
  public Outcome<Written> decide(ChangeSet rows, UserChannel stored) {
    boolean isPresumed =
        precondition == Precondition.NONE
            || precondition.holds(ChannelSettings.of(channel, stored));
    if (!isPresumed) {
      return Outcome.rejected(ApiException.preconditionFailed(channelText));
    }
    if (stored.settings().isEmpty() && hashed.changes().added().isEmpty()) {
      return Outcome.rejected(ChannelSettings.notFound(channelText));
    }
    Map<String, Identifier> known = new LinkedHashMap<>();
    stored.identifiers().forEach(identifier -> known.put(identifier.text(), identifier));
    Set<String> superseded = superseded(stored);
    List<String> wanted =
        hashed
            .changes()
            .applyTo(known.keySet().stream().filter(t -> !superseded.contains(t)).toList());
    boolean isGrowing = wanted.size() > known.size();
    List<String> kept = isGrowing ? evict(wanted, stored) : wanted;
    if (isGrowing) {
      List<FieldViolation> violations = violations(kept.size());
      if (!violations.isEmpty()) {
        return Outcome.rejected(ApiException.validationFailed(violations, mostListed));
      }
    }
    known.putAll(hashed.identifiers());
    Set<String> named = new HashSet<>(hashed.changes().added());
    List<Registration.Token> tokens =
        kept.stream()
            .map(text -> token(Objects.requireNonNull(known.get(text)), named.contains(text)))
            .toList();
    Set<Hash> forgotten =
        hashed.changes().unwanted().stream().map(hashed::hash).collect(Collectors.toSet());
    String text = stored.settings().map(StoredSettings::text).orElse(StoredSettings.NO_TEXT);
    return Outcome.done(Registration.store(rows, channel, stored.place(), text, tokens, forgotten));
  }

  private Registration.Token token(Identifier identifier, boolean isNamed) {
    return new Registration.Token(identifier, isNamed, hashed.factsOf(identifier.text()));
  }

  /** Old tokens of installations that register a new one. */
  private Set<String> superseded(UserChannel stored) {
    Set<Hash> installations = hashed.installations();
    Set<String> added = new HashSet<>(hashed.changes().added());
    return stored.live().stream()
        .filter(e -> e.installation() != null && installations.contains(e.installation()))
        .map(endpoint -> endpoint.identifier().text())
        .filter(token -> !added.contains(token))
        .collect(Collectors.toSet());
  }

  /** If the channel evicts, new tokens replace the least recently seen ones not in the request. */
  private List<String> evict(List<String> wanted, UserChannel stored) {
    List<Endpoint> evictable =
        channel.policy().isEvicting()
            ? Eviction.order(stored.live(), hashed.addedHashes())
            : List.of();
    return Eviction.keep(
        wanted,
        channel.policy().cap().orElse(mostTokens()),
        evictable.stream().map(endpoint -> endpoint.identifier().text()).toList());
  }

  private int mostTokens() {
    return channel.provider().mostEndpoints().orElse(Integer.MAX_VALUE);
  }

  /**
   * Limits the length of the list. A lowered cap only rejects changes that make the list longer.
   */
  private List<FieldViolation> violations(int count) {
    if (count > mostTokens()) {
      return List.of(FieldViolation.tooMany(DEVICE_TOKENS, mostTokens()));
    }
    return SettingsValidator.overCap(channel, count, DEVICE_TOKENS).stream().toList();
  }

  /** Omits the changes because they contain device tokens. */
  @Override
  public String toString() {
    return "PatchTokens[channel=" + channel.id() + "]";
  }
}
