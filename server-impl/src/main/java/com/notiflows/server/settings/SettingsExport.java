package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all settings of a project, page by page. */
public final class SettingsExport {

  /** So few that a page of the longest settings fits into memory. */
  private static final int PAGE = 200;

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
   * Settings by names that are valid in another project too.
   *
   * @param channel the handle
   * @param settings empty if somebody else has changed them so that they can't be read
   */
  public record Exported(String externalId, String channel, Optional<JsonNode> settings) {

    /** Omits the settings because they contain device tokens. */
    @Override
    public String toString() {
      return "Exported[externalId=" + externalId + ", channel=" + channel + "]";
    }
  }

  /** Takes a page. */
  @FunctionalInterface
  public interface Sink<E extends Exception> {

    /** Takes the next settings, in order of user and channel. */
    void take(List<Exported> page) throws E;
  }

  /**
   * Hands all settings of a project to a sink. Each page is as it is when it is read.
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
    return rows.stream()
        .flatMap(
            row ->
                project.channel(row.channelId()).stream()
                    .filter(channel -> channel.takesSettings())
                    .map(
                        channel ->
                            new Exported(
                                new String(row.externalId(), StandardCharsets.UTF_8),
                                String.valueOf(handles.get(row.channelId())),
                                CanonicalJson.readable(row.settings())
                                    .flatMap(
                                        text ->
                                            Optional.ofNullable(
                                                    stored.get(
                                                        new Place(row.userId(), row.channelId())))
                                                .flatMap(each -> ChannelSettings.of(channel, each))
                                                .map(ChannelSettings::settings)))))
        .toList();
  }
}
