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
    UUID projectId = project.id();
    boolean backwards = query.after().isEmpty() && query.before().isPresent();
    Optional<Cursors.Place> from =
        backwards
            ? query.before().map(cursor -> read(cursor, "before"))
            : query.after().map(cursor -> read(cursor, "after"));
    Items items = items(project, query, from.orElse(null), backwards);
    List<UserRow> rows = items.rows();
    boolean goesOn = items.goesOn();
    boolean goesBack = from.isPresent() && hasOthers(projectId, query, rows, from.get(), backwards);
    if (backwards) {
      Collections.reverse(rows);
    }
    boolean hasAfter = backwards ? goesBack : goesOn;
    boolean hasBefore = backwards ? goesOn : goesBack;
    return new UserPage(
        users(items),
        Optional.of(rows).filter(r -> hasAfter).map(r -> Cursors.write(last(r, from, backwards))),
        Optional.of(rows).filter(r -> hasBefore).map(r -> Cursors.write(first(r, from, backwards))),
        query.limit());
  }

  /** Whether there are users in the direction that the reader came from. */
  private boolean hasOthers(
      UUID projectId,
      UserPage.Query query,
      List<UserRow> rows,
      Cursors.Place from,
      boolean backwards) {
    Cursors.Place start = rows.isEmpty() ? beyond(from, backwards) : place(rows.get(0));
    return !rows(projectId, query, start, 1, !backwards).isEmpty();
  }

  /** An empty page still has a cursor back, which includes the user of its own cursor. */
  private static Cursors.Place beyond(Cursors.Place from, boolean backwards) {
    return backwards
        ? new Cursors.Place(from.createdAt().plus(1, ChronoUnit.MICROS), FIRST_ID)
        : new Cursors.Place(from.createdAt().minus(1, ChronoUnit.MICROS), LAST_ID);
  }

  private List<UserRow> rows(
      UUID projectId,
      UserPage.Query query,
      Cursors.@Nullable Place from,
      int limit,
      boolean backwards) {
    Range range =
        new Range(
            projectId,
            query.createdAfter().orElse(null),
            query.createdBefore().orElse(null),
            from == null ? null : from.createdAt(),
            from == null ? null : from.id(),
            limit);
    return transactions.single(
        UserMapper.class, mapper -> backwards ? mapper.newer(range) : mapper.older(range));
  }

  /**
   * The items of a page.
   *
   * @param rows in the order in which they are read
   * @param settings by user
   * @param goesOn whether more users follow
   */
  private record Items(
      List<UserRow> rows, Map<UUID, List<ChannelSettings>> settings, boolean goesOn) {}

  /** Reads users in small chunks, so that large ones end the page early and limit memory usage. */
  private Items items(
      ProjectSnapshot project,
      UserPage.Query query,
      Cursors.@Nullable Place from,
      boolean backwards) {
    List<UserRow> rows = new ArrayList<>();
    Map<UUID, List<ChannelSettings>> settingsByUser = new HashMap<>();
    Cursors.Place place = from;
    long bytes = 0;
    while (true) {
      int wanted = Math.min(BATCH, query.limit() + 1 - rows.size());
      List<UserRow> batch = rows(project.id(), query, place, wanted, backwards);
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

  private static Cursors.Place first(
      List<UserRow> rows, Optional<Cursors.Place> from, boolean backwards) {
    return rows.isEmpty() ? beyond(from.orElseThrow(), backwards) : place(rows.get(0));
  }

  private static Cursors.Place last(
      List<UserRow> rows, Optional<Cursors.Place> from, boolean backwards) {
    return rows.isEmpty()
        ? beyond(from.orElseThrow(), backwards)
        : place(rows.get(rows.size() - 1));
  }

  private static Cursors.Place place(UserRow row) {
    return new Cursors.Place(row.createdAt(), row.id());
  }
}
