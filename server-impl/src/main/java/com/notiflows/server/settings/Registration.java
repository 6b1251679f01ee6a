package com.notiflows.server.settings;

import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.write.ChangeSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stores a user's settings and device tokens on a channel. Tokens in the request are registered:
 * they become live and their time of last registration is updated. On an exclusive channel they
 * move from their former user.
 */
public final class Registration {

  private Registration() {}

  /**
   * A token of the new list.
   *
   * @param isNamed whether the request contains it; otherwise it is unchanged
   * @param facts metadata of its device in the request; empty to keep the stored metadata
   */
  public record Token(Identifier identifier, boolean isNamed, Optional<Facts> facts) {

    /** A token in the request. */
    public static Token named(Identifier identifier) {
      return new Token(identifier, true, Optional.empty());
    }
  }

  /** Metadata of a device in the form to store. */
  public record Facts(Optional<Hash> installation, String text) {

    /** Omits the facts because they may contain ids of devices. */
    @Override
    public String toString() {
      return "Facts";
    }
  }

  /**
   * Replaces the stored list.
   *
   * @param text the settings without the list
   * @param tokens the new list
   * @param forgotten tokens to remove from quarantine
   */
  public static Written store(
      ChangeSet rows,
      Channel channel,
      Place place,
      String text,
      List<Token> tokens,
      Set<Hash> forgotten) {
    UserChannel before = rows.at(place);
    List<Endpoint> live = live(rows, channel, before, tokens);
    Set<Hash> named = new HashSet<>(forgotten);
    tokens.forEach(token -> named.add(token.identifier().hash()));
    List<Endpoint> endpoints = new ArrayList<>(live);
    before.endpoints().stream()
        .filter(endpoint -> !endpoint.isLive() && !named.contains(endpoint.hash()))
        .forEach(endpoints::add);
    UserChannel listed = before.with(endpoints);
    UserChannel after = listed.with(settings(rows, before, listed, text));
    List<Hash> taken =
        tokens.stream().filter(Token::isNamed).map(token -> token.identifier().hash()).toList();
    int moved = Ownership.take(rows, channel, place, taken);
    rows.put(after);
    return new Written(ChannelSettings.of(channel, after).orElseThrow(), moved);
  }

  private static StoredSettings settings(
      ChangeSet rows, UserChannel before, UserChannel listed, String text) {
    if (before.settings().isEmpty()) {
      return new StoredSettings(text, rows.now(), rows.now());
    }
    StoredSettings stored = before.settings().get();
    boolean isSame =
        stored.text().equals(text) && before.identifiers().equals(listed.identifiers());
    return isSame ? stored : stored.changed(text, rows.now());
  }

  private static List<Endpoint> live(
      ChangeSet rows, Channel channel, UserChannel before, List<Token> tokens) {
    List<Endpoint> live = new ArrayList<>(tokens.size());
    int next = before.nextPosition();
    for (Token token : tokens) {
      Endpoint endpoint =
          before
              .find(token.identifier().hash())
              .filter(Endpoint::isLive)
              .map(known -> token.isNamed() ? known.touched(rows.now()) : known)
              .orElse(null);
      if (endpoint == null) {
        Instant now = rows.registration(channel.id(), token.identifier().hash());
        endpoint =
            new Endpoint(
                token.identifier(),
                channel.holder(before.place().userId()),
                next,
                null,
                null,
                null,
                now,
                now,
                null);
        next++;
      }
      live.add(described(endpoint, token));
    }
    return inOrder(live);
  }

  private static Endpoint described(Endpoint endpoint, Token token) {
    return token
        .facts()
        .map(facts -> endpoint.described(facts.installation().orElse(null), facts.text()))
        .orElse(endpoint);
  }

  /** Keeps positions that are already in order, so that most changes update few rows. */
  private static List<Endpoint> inOrder(List<Endpoint> endpoints) {
    boolean isOrdered = true;
    for (int i = 1; i < endpoints.size(); i++) {
      isOrdered &= endpoints.get(i - 1).position() < endpoints.get(i).position();
    }
    if (isOrdered) {
      return endpoints;
    }
    List<Endpoint> numbered = new ArrayList<>(endpoints.size());
    endpoints.forEach(endpoint -> numbered.add(endpoint.at(numbered.size())));
    return numbered;
  }
}
