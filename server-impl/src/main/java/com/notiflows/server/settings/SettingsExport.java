package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.ChannelMapper;
import com.notiflows.server.persistence.ChannelRow;
import com.notiflows.server.persistence.ChannelSettingsMapper.Place;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UserSettingsMapper;
import com.notiflows.server.persistence.UserSettingsMapper.ExportRow;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.settings.model.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads all settings of a project, page by page. */
public final class SettingsExport {

  private static final int PAGE = 1_000;

  private final ProjectService projects;
  private final Transactions transactions;

  /** Reads through the transactions. */
  public SettingsExport(ProjectService projects, Transactions transactions) {
    this.projects = projects;
    this.transactions = transactions;
  }

  /**
   * Settings by the names that another project may have too.
   *
   * @param settings empty if somebody else has changed them beyond reading
   */
  public record Exported(String externalId, String channel, Optional<JsonNode> settings) {

    /** Tells no settings, which hold tokens. */
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
   * @throws com.notiflows.server.problem.AdministrationException if there is no such project
   */
  public <E extends Exception> void read(UUID projectId, Sink<E> sink) throws E {
    projects.require(projectId);
    Map<UUID, String> handles =
        transactions.single(ChannelMapper.class, mapper -> mapper.list(projectId)).stream()
            .collect(Collectors.toMap(ChannelRow::id, ChannelRow::handle));
    List<ExportRow> rows = page(projectId, null);
    while (!rows.isEmpty()) {
      sink.take(rows.stream().map(row -> exported(row, handles)).toList());
      ExportRow last = rows.get(rows.size() - 1);
      rows =
          rows.size() < PAGE
              ? List.of()
              : page(projectId, new Place(last.userId(), last.channelId()));
    }
  }

  private List<ExportRow> page(UUID projectId, @Nullable Place after) {
    return transactions.single(
        UserSettingsMapper.class, mapper -> mapper.page(projectId, after, PAGE));
  }

  private static Exported exported(ExportRow row, Map<UUID, String> handles) {
    return new Exported(
        new String(row.externalId(), StandardCharsets.UTF_8),
        handles.getOrDefault(row.channelId(), row.channelId().toString()),
        CanonicalJson.readable(row.settings()));
  }
}
