package com.notiflows.server.settings;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.write.ChangeSet;
import com.notiflows.server.write.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores settings and replaces existing ones.
 *
 * @param user the external id
 * @param channelText the channel id as sent
 * @param requireIfMatch whether the project requires a precondition for replacements
 */
public record PutSettings(
    String user,
    Channel channel,
    String channelText,
    NewSettings settings,
    Precondition precondition,
    boolean requireIfMatch)
    implements UserChannelCommand<Written> {

  @Override
  public Set<Hash> registered() {
    return settings.tokens().stream().map(Identifier::hash).collect(Collectors.toSet());
  }

  @Override
  public long weight() {
    return settings.weight();
  }

  @Override
  public Outcome<Written> decide(ChangeSet rows, UserChannel stored) {
    Optional<ApiException> refusal = refusal(rows, stored.place());
    return refusal.isPresent()
        ? Outcome.rejected(refusal.get())
        : Outcome.done(store(rows, stored.place()));
  }

  /** The error that prevents storing the settings, if there is one. */
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
