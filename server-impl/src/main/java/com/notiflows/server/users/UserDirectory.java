package com.notiflows.server.users;

import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserMapper;
import com.notiflows.server.persistence.UserMapper.Range;
import com.notiflows.server.persistence.UserRow;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.RequestErrors;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.PlaceReader;
import com.notiflows.server.settings.SettingsService;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the list of a project's users page by page. */
public final class UserDirectory {

  private static final int BATCH = 50;

  /** Approximate size of a user or a channel without custom fields, preferences and settings. */
  private static final long ROW_BYTES = 400;

  private static final UUID FIRST_ID = new UUID(0, 0);
  private static final UUID LAST_ID = new UUID(-1, -1);

  private final PlaceReader places;
  private final Transactions transactions;
  private final int pageBytes;

  /**
   * Creates the directory.
   *
   * @param pageBytes maximum size of the items of a page; a single item may exceed it
   */
  public UserDirectory(PlaceReader places, Transactions transactions, int pageBytes) {
    this.pageBytes = pageBytes;
    this.places = places;
    this.transactions = transactions;
  }

  /**
   * A page of users, newest first. A cursor contains time of creation and id of a user, so it
   * remains valid when users are created or deleted.
   *
   * @throws ApiException 400 if the cursor is invalid
   */
  public UserPage page(Access access, UserPage.Query query) {
    ProjectSnapshot project = access.project();
    Start start = start(query);
    Items items = items(project, query, start);
    Optional<String> onwards =
        items.goesOn() ? Optional.of(Cursors.write(items.last())) : Optional.empty();
    Optional<String> back =
        start
            .from()
            .map(from -> items.first().orElse(start.direction().including(from)))
            .filter(place -> hasMore(project.id(), query, place, start.direction().opposite()))
            .map(Cursors::write);
    List<User> users = new ArrayList<>(users(items));
    if (start.direction() == Direction.OLDER) {
      return new UserPage(users, onwards, back, query.limit());
    }
    Collections.reverse(users);
    return new UserPage(users, back, onwards, query.limit());
  }

  /** A direction in which the list is read. */
  private enum Direction {
    OLDER,
    NEWER;

    Direction opposite() {
      return this == OLDER ? NEWER : OLDER;
    }

    /** A place just before this one, so that reading back from an empty page includes it. */
    Cursors.Place including(Cursors.Place place) {
      return this == OLDER
          ? new Cursors.Place(place.createdAt().minus(1, ChronoUnit.MICROS), LAST_ID)
          : new Cursors.Place(place.createdAt().plus(1, ChronoUnit.MICROS), FIRST_ID);
    }

    List<UserRow> read(UserMapper mapper, Range range) {
      return this == OLDER ? mapper.older(range) : mapper.newer(range);
    }
  }

  /** Where a page begins; without a place, at the newest user. */
  private record Start(Direction direction, Optional<Cursors.Place> from) {}

  private static Start start(UserPage.Query query) {
    return query.after().isEmpty() && query.before().isPresent()
        ? new Start(Direction.NEWER, query.before().map(cursor -> read(cursor, "before")))
        : new Start(Direction.OLDER, query.after().map(cursor -> read(cursor, "after")));
  }

  private boolean hasMore(
      UUID projectId, UserPage.Query query, Cursors.Place from, Direction direction) {
    return !rows(projectId, query, from, 1, direction).isEmpty();
  }

  private List<UserRow> rows(
      UUID projectId,
      UserPage.Query query,
      Cursors.@Nullable Place from,
      int limit,
      Direction direction) {
    Range range =
        new Range(
            projectId,
            query.createdAfter().orElse(null),
            query.createdBefore().orElse(null),
            from == null ? null : from.createdAt(),
            from == null ? null : from.id(),
            limit);
    return transactions.single(UserMapper.class, mapper -> direction.read(mapper, range));
  }

  /**
   * The items of a page.
   *
   * @param rows in the order in which they are read
   * @param settings by user
   * @param goesOn whether more users follow
   */
  private record Items(
      List<UserRow> rows, Map<UUID, List<ChannelSettings>> settings, boolean goesOn) {

    Optional<Cursors.Place> first() {
      return rows.stream().findFirst().map(UserDirectory::place);
    }

    Cursors.Place last() {
      return place(rows.get(rows.size() - 1));
    }
  }

  /** Reads users in small chunks, so that large ones end the page early and limit memory usage. */
  private Items items(ProjectSnapshot project, UserPage.Query query, Start start) {
    List<UserRow> rows = new ArrayList<>();
    Map<UUID, List<ChannelSettings>> settingsByUser = new HashMap<>();
    Cursors.Place place = start.from().orElse(null);
    long bytes = 0;
    while (true) {
      int wanted = Math.min(BATCH, query.limit() + 1 - rows.size());
      List<UserRow> batch = rows(project.id(), query, place, wanted, start.direction());
      Map<UUID, List<ChannelSettings>> found = settingsOf(project, batch);
      for (UserRow row : batch) {
        List<ChannelSettings> own = found.getOrDefault(row.id(), List.of());
        bytes += size(row, own);
        boolean isFull = rows.size() == query.limit() || (bytes > pageBytes && !rows.isEmpty());
        if (isFull) {
          return new Items(rows, settingsByUser, true);
        }
        rows.add(row);
        settingsByUser.put(row.id(), own);
        place = place(row);
      }
      if (batch.size() < wanted) {
        return new Items(rows, settingsByUser, false);
      }
    }
  }

  private Map<UUID, List<ChannelSettings>> settingsOf(
      ProjectSnapshot project, List<UserRow> users) {
    List<UUID> ids = users.stream().map(UserRow::id).toList();
    return SettingsService.of(project, places.ofUsers(project.id(), ids)).stream()
        .collect(Collectors.groupingBy(ChannelSettings::userId));
  }

  private static long size(UserRow row, List<ChannelSettings> settings) {
    long bytes = ROW_BYTES + row.length();
    for (ChannelSettings one : settings) {
      bytes += ROW_BYTES + one.settings().toString().length();
    }
    return bytes;
  }

  private static List<User> users(Items items) {
    return items.rows().stream()
        .map(row -> UserRows.user(row, items.settings().getOrDefault(row.id(), List.of())))
        .toList();
  }

  private static Cursors.Place read(String cursor, String param) {
    return Cursors.read(cursor)
        .orElseThrow(
            () ->
                RequestErrors.invalidParam(
                    "invalid_param",
                    param,
                    param + " must be a cursor from a response of this list."));
  }

  private static Cursors.Place place(UserRow row) {
    return new Cursors.Place(row.createdAt(), row.id());
  }
}
