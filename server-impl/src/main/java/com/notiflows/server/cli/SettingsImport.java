package com.notiflows.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.bulk.BulkItem;
import com.notiflows.server.bulk.BulkResult;
import com.notiflows.server.bulk.BulkWritten;
import com.notiflows.server.changes.Author;
import com.notiflows.server.cli.ImportLine.BadLineException;
import com.notiflows.server.endpoints.SubscriptionValidator;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.ProjectSnapshot;
import com.notiflows.server.services.Services;
import com.notiflows.server.write.Write;
import com.notiflows.server.write.WriteResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One import of settings and subscriptions in batches. Each batch is one transaction, followed by a
 * checkpoint.
 */
final class SettingsImport {

  private static final int BATCH = 1_000;
  private static final long BATCH_BYTES = 4L * 1024 * 1024;

  private final Services services;
  private final UUID projectId;
  private final Map<String, UUID> channels;
  private final Progress progress;

  private final List<BulkItem> items = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private final Set<List<String>> places = new HashSet<>();
  private long bytesOfItems;
  private long lines;
  private long stored;
  private long failed;

  /** Imports into a project. Lines refer to its channels by handle. */
  SettingsImport(Services services, UUID projectId, Map<String, UUID> channels, PrintWriter err) {
    this.services = services;
    this.projectId = projectId;
    this.channels = channels;
    this.progress = new Progress(err, "lines", "imported");
  }

  /** The number of lines read, including those before an interruption. */
  long lines() {
    return lines;
  }

  /** The number of stored lines. */
  long stored() {
    return stored;
  }

  /** The number of invalid lines. */
  long failed() {
    return failed;
  }

  void run(Path file, boolean isResumed) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new AdministrationException("The file " + file + " can't be read.");
    }
    Checkpoint before =
        isResumed ? Checkpoint.resumed(projectId, file) : Checkpoint.start(projectId, file);
    lines = before.lines();
    stored = before.stored();
    failed = before.failed();
    double size = Math.max(1, Files.size(file));
    progress.at(lines, Optional.of(before.bytes() / size));
    try (NumberedLines in = new NumberedLines(file, before.bytes(), before.lines())) {
      Checkpoint done = before;
      Optional<NumberedLines.Line> line = in.next();
      while (line.isPresent()) {
        Optional<ImportLine> read = read(line.get());
        if (read.isPresent() && isFullFor(read.get())) {
          done = store(file, done);
        }
        long number = line.get().number();
        read.ifPresent(good -> add(good, number));
        bytesOfItems += line.get().text().map(text -> text.length).orElse(0);
        lines = in.number();
        done = new Checkpoint(projectId, before.head(), in.bytes(), lines, stored, failed);
        progress.at(lines, Optional.of(in.bytes() / size));
        line = in.next();
      }
      store(file, done);
    }
    Checkpoint.remove(file);
    progress.end(lines);
  }

  private Optional<ImportLine> read(NumberedLines.Line line) {
    if (line.text().isEmpty()) {
      return bad(line.number(), "is too long");
    }
    byte[] text = line.text().get();
    if (new String(text, StandardCharsets.UTF_8).isBlank()) {
      return Optional.empty();
    }
    try {
      ImportLine read = ImportLine.read(services.json(), text);
      if (!channels.containsKey(read.channel())) {
        return bad(line.number(), "has a channel that the project does not have");
      }
      if (!services.userAdministration().isExternalId(read.externalId())) {
        return bad(line.number(), "has an invalid user_id");
      }
      List<FieldViolation> violations =
          read.subscriptions()
              .map(list -> services.bulk().violations(read.externalId(), channelId(read), list))
              .orElse(List.of());
      return violations.isEmpty() ? Optional.of(read) : bad(line.number(), why(violations));
    } catch (BadLineException e) {
      return bad(line.number(), e.why());
    }
  }

  private Optional<ImportLine> bad(long number, String why) {
    failed++;
    progress.say("Line " + number + " " + why + ".");
    return Optional.empty();
  }

  private static List<String> place(ImportLine line) {
    return List.of(line.externalId(), line.channel());
  }

  /** A repeated user and channel starts the next batch, so that the last line takes effect. */
  private boolean isFullFor(ImportLine line) {
    return items.size() == BATCH || bytesOfItems >= BATCH_BYTES || places.contains(place(line));
  }

  private void add(ImportLine line, long number) {
    places.add(place(line));
    numbers.add(number);
    items.add(
        new BulkItem(
            line.externalId(),
            channelId(line),
            line.settings(),
            line.subscriptions().map(SettingsImport::sent)));
  }

  private String channelId(ImportLine line) {
    return String.valueOf(channels.get(line.channel()));
  }

  private static List<SubscriptionValidator.Sent> sent(JsonNode list) {
    List<SubscriptionValidator.Sent> sent = new ArrayList<>(list.size());
    list.forEach(
        each ->
            sent.add(
                new SubscriptionValidator.Sent(
                    each.path("identifier").asText(), each.path("settings"))));
    return sent;
  }

  /** Stores the batch, then the checkpoint. */
  private Checkpoint store(Path file, Checkpoint until) throws IOException {
    if (!items.isEmpty()) {
      List<BulkResult> results = store();
      for (int i = 0; i < results.size(); i++) {
        Optional<ApiException> failure = results.get(i).failure();
        if (failure.isPresent()) {
          bad(numbers.get(i), why(failure.get()));
        } else {
          stored++;
        }
      }
    }
    items.clear();
    numbers.clear();
    places.clear();
    bytesOfItems = 0;
    Checkpoint done =
        new Checkpoint(projectId, until.head(), until.bytes(), until.lines(), stored, failed);
    done.write(file);
    return done;
  }

  private List<BulkResult> store() {
    ProjectSnapshot project =
        services
            .snapshots()
            .current(projectId)
            .orElseThrow(() -> AdministrationException.noSuchProject(projectId));
    WriteResult<BulkWritten> result =
        services
            .queue()
            .execute(
                new Write<>(
                    projectId,
                    services.bulk().restore(project, items),
                    Optional.empty(),
                    Author.COMMAND_LINE));
    if (result instanceof WriteResult.Written<BulkWritten> written) {
      return written.value().results();
    }
    throw new IllegalStateException("A partial bulk write was refused as a whole");
  }

  private static String why(ApiException failure) {
    List<FieldViolation> fields = failure.details().fields();
    if (fields == null) {
      return "is refused: " + failure.getMessage().replaceFirst("\\.$", "");
    }
    return why(fields);
  }

  private static String why(List<FieldViolation> fields) {
    Set<String> told = new TreeSet<>();
    fields.forEach(
        f -> told.add(f.field().replaceFirst("^items\\[\\d+]\\.?", "") + " " + f.message()));
    return "is refused: " + String.join("; ", told);
  }
}
