package com.notiflows.server.settings;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.projects.Access;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Needs;
import com.notiflows.server.write.Outcome;
import com.notiflows.server.write.WriteCommand;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores settings in place of those that are there.
 *
 * @param user the external id
 * @param channelText the channel's id as it was sent
 * @param requireIfMatch whether the project replaces settings only with a precondition
 */
public record PutSettings(
    String user,
    Channel channel,
    String channelText,
    NewSettings settings,
    Precondition precondition,
    boolean requireIfMatch)
    implements WriteCommand<Written> {

  @Override
  public Needs needs() {
    Set<Hash> hashes =
        channel.isExclusive()
            ? settings.tokens().stream().map(Identifier::hash).collect(Collectors.toSet())
            : Set.of();
    return Needs.of(user, channel.id(), hashes);
  }

  @Override
  public long weight() {
    return settings.weight();
  }

  @Override
  public Outcome<Written> decide(ChangeSet rows) {
    Optional<StoredUser> found = rows.user(user);
    if (found.isEmpty()) {
      return Outcome.rejected(Access.noSuchUser(user));
    }
    Place place = new Place(found.get().id(), channel.id());
    Optional<ApiException> refusal = refusal(rows, place);
    return refusal.isPresent() ? Outcome.rejected(refusal.get()) : Outcome.done(store(rows, place));
  }

  /** Why the settings must not be stored, if so. */
  public Optional<ApiException> refusal(ChangeSet rows, Place place) {
    boolean isThere = rows.at(place).settings().isPresent();
    if (precondition == Precondition.NONE) {
      return requireIfMatch && isThere
          ? Optional.of(ApiException.preconditionRequired())
          : Optional.empty();
    }
    return precondition.holds(ChannelSettings.of(channel, rows.at(place)))
        ? Optional.empty()
        : Optional.of(ApiException.preconditionFailed(channelText));
  }

  /** Stores the settings for a user. */
  public Written store(ChangeSet rows, Place place) {
    return Registration.store(
        rows,
        channel,
        place,
        settings.text(),
        settings.tokens().stream().map(Registration.Token::named).toList(),
        Set.of());
  }

  /** Omits the settings because they contain device tokens. */
  @Override
  public String toString() {
    return "PutSettings[channel=" + channel.id() + "]";
  }
}
