package com.notiflows.server.write;

import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.StoredUser;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.EndpointRow;
import com.notiflows.server.persistence.PlaceRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** Puts the rows of a join together. */
public final class UserChannels {

  private UserChannels() {}

  /** A user, and what the user has on a channel. */
  public record Found(StoredUser user, UserChannel stored) {}

  /** One entry for each user of the rows, which are all about one channel; in their order. */
  public static List<Found> onChannel(List<PlaceRow> rows, UUID channelId) {
    Map<UUID, List<PlaceRow>> byUser = new LinkedHashMap<>();
    rows.forEach(row -> byUser.computeIfAbsent(row.userId(), id -> new ArrayList<>(1)).add(row));
    List<Found> found = new ArrayList<>(byUser.size());
    byUser.forEach(
        (userId, own) ->
            found.add(new Found(own.get(0).user(), stored(own, new Place(userId, channelId)))));
    return found;
  }

  /** One entry for each place of the rows, in order of user and channel. */
  public static List<UserChannel> ofUsers(List<PlaceRow> rows) {
    Map<Place, List<PlaceRow>> byPlace = new TreeMap<>();
    for (PlaceRow row : rows) {
      Place place = new Place(row.userId(), Objects.requireNonNull(row.channelId()));
      byPlace.computeIfAbsent(place, at -> new ArrayList<>(1)).add(row);
    }
    List<UserChannel> found = new ArrayList<>(byPlace.size());
    byPlace.forEach((place, own) -> found.add(stored(own, place)));
    return found;
  }

  private static UserChannel stored(List<PlaceRow> rows, Place place) {
    List<Endpoint> endpoints = new ArrayList<>(rows.size());
    for (PlaceRow row : rows) {
      row.endpoint(place.channelId()).map(EndpointRow::endpoint).ifPresent(endpoints::add);
    }
    return new UserChannel(place, rows.get(0).stored(), endpoints);
  }
}
