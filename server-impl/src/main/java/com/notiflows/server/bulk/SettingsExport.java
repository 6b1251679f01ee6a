package com.notiflows.server.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Place;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.ChannelMapper;
import com.notiflows.server.persistence.ChannelRow;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsMapper.ExportRow;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.projects.ProjectSnapshots;
import com.notiflows.server.settings.CanonicalJson;
import com.notiflows.server.settings.ChannelSettings;
import com.notiflows.server.settings.PlaceReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all settings and subscriptions of a project, page by page. */
public final class SettingsExport {

  /** Small enough that a page of the largest settings fits into memory. */
  private static final int PAGE = 200;

  private static final String SETTINGS = "settings";
  private static final String SUBSCRIPTIONS = "subscriptions";

  private final ProjectSnapshots projects;
  private final PlaceReader places;
  private final Transactions transactions;

  /** Reads through the transactions. */
  public SettingsExport(ProjectSnapshots projects, PlaceReader places, Transactions transactions) {
    this.projects = projects;
    this.places = places;
    this.transactions = transactions;
  }

  /**
   * Settings or subscriptions, identified by names that are also valid in another project.
   *
   * @param channel the handle
   * @param field {@code settings} or {@code subscriptions}
   * @param content empty if it is not readable because it was changed outside of Notiflows
   */
  public record Exported(
      String externalId, String channel, String field, Optional<JsonNode> content) {

    /** Omits the content because it contains device tokens. */
    @Override
    public String toString() {
      return "Exported[externalId=" + externalId + ", channel=" + channel + "]";
    }
  }

  /** Receives a page. */
  @FunctionalInterface
  public interface Sink<E extends Exception> {

    /** Receives the next settings, in order of user and channel. */
    void take(List<Exported> page) throws E;
  }

  /**
   * Passes all settings of a project to a sink. Each page is consistent, but not all pages
   * together.
   *
   * @throws AdministrationException if there is no such project
   */
  public <E extends Exception> void read(UUID projectId, Sink<E> sink) throws E {
    ProjectSnapshot project =
        projects
            .current(projectId)
            .orElseThrow(() -> AdministrationException.noSuchProject(projectId));
    Map<UUID, String> handles =
        transactions.single(ChannelMapper.class, mapper -> mapper.list(projectId)).stream()
            .collect(Collectors.toMap(ChannelRow::id, ChannelRow::handle));
    List<ExportRow> rows = page(projectId, null);
    while (!rows.isEmpty()) {
      sink.take(exported(project, rows, handles));
      ExportRow last = rows.get(rows.size() - 1);
      rows =
          rows.size() < PAGE
              ? List.of()
              : page(projectId, new Place(last.userId(), last.channelId()));
    }
  }

  private List<ExportRow> page(UUID projectId, @Nullable Place after) {
    return transactions.single(
        ChannelSettingsMapper.class, mapper -> mapper.page(projectId, after, PAGE));
  }

  private List<Exported> exported(
      ProjectSnapshot project, List<ExportRow> rows, Map<UUID, String> handles) {
    Set<UUID> users =
        rows.stream().map(ExportRow::userId).collect(Collectors.toCollection(TreeSet::new));
    Map<Place, UserChannel> stored =
        places.ofUsers(project.id(), users).stream()
            .collect(Collectors.toMap(UserChannel::place, each -> each));
    List<Exported> exported = new ArrayList<>(rows.size());
    for (ExportRow row : rows) {
      UserChannel place = stored.get(new Place(row.userId(), row.channelId()));
      Optional<Channel> channel =
          project
              .channel(row.channelId())
              .filter(each -> each.takesSettings() || each.takesSubscriptions());
      if (place == null || channel.isEmpty()) {
        continue; // removed since the page was read, or its provider is no longer in the spec
      }
      boolean hasSettings = channel.get().takesSettings();
      exported.add(
          new Exported(
              new String(row.externalId(), StandardCharsets.UTF_8),
              String.valueOf(handles.get(row.channelId())),
              hasSettings ? SETTINGS : SUBSCRIPTIONS,
              hasSettings ? settings(channel.get(), place) : subscriptions(place)));
    }
    return exported;
  }

  private static Optional<JsonNode> settings(Channel channel, UserChannel place) {
    return place
        .settings()
        .filter(stored -> CanonicalJson.readable(stored.text()).isPresent())
        .flatMap(stored -> ChannelSettings.of(channel, place))
        .map(ChannelSettings::settings);
  }

  private static Optional<JsonNode> subscriptions(UserChannel place) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Endpoint endpoint : place.live()) {
      Endpoint.Subscription own = endpoint.subscription();
      if (own != null) {
        Optional<JsonNode> settings = CanonicalJson.readable(own.settings());
        if (settings.isEmpty()) {
          return Optional.empty();
        }
        list.addObject().put("identifier", own.name()).set("settings", settings.get());
      }
    }
    return Optional.of(list);
  }
}
