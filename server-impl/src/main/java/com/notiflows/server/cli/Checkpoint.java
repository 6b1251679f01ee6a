package com.notiflows.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.model.Hash;
import com.notiflows.server.problem.AdministrationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The progress of an import.
 *
 * @param head a hash of the first bytes of the file
 * @param bytes processed bytes of the file
 * @param lines processed lines of the file
 * @param stored number of stored lines
 * @param failed number of invalid lines
 */
record Checkpoint(UUID project, String head, long bytes, long lines, long stored, long failed) {

  private static final int HEAD_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The beginning of a file. */
  static Checkpoint start(UUID project, Path file) throws IOException {
    return new Checkpoint(project, hashOfHead(file), 0, 0, 0, 0);
  }

  /**
   * Where the last import of a file was interrupted, or its beginning.
   *
   * @throws AdministrationException if the checkpoint is for another file or project
   */
  static Checkpoint resumed(UUID project, Path file) throws IOException {
    Checkpoint start = start(project, file);
    Path place = place(file);
    if (!Files.exists(place)) {
      return start;
    }
    Checkpoint found = read(place);
    boolean isOfFile = found.head().equals(start.head()) && found.bytes() <= Files.size(file);
    if (!isOfFile || !found.project().equals(project)) {
      throw new AdministrationException(
          "The checkpoint "
              + place
              + " is for another file or another project. Without --resume, the import starts"
              + " over.");
    }
    return found;
  }

  private static Checkpoint read(Path place) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readString(place));
      return new Checkpoint(
          UUID.fromString(json.path("project").asText()),
          json.path("head").asText(),
          json.path("bytes").longValue(),
          json.path("lines").longValue(),
          json.path("stored").longValue(),
          json.path("failed").longValue());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new AdministrationException(
          "The checkpoint " + place + " can't be read. Without --resume, the import starts over.");
    }
  }

  /** Stores the checkpoint next to the file, atomically. */
  void write(Path file) throws IOException {
    Path place = place(file);
    Path part = place.resolveSibling(place.getFileName() + ".part");
    Files.writeString(part, JSON.writeValueAsString(this));
    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes the checkpoint after the import is complete. */
  static void remove(Path file) throws IOException {
    Files.deleteIfExists(place(file));
  }

  private static Path place(Path file) {
    return file.resolveSibling(file.getFileName() + ".checkpoint");
  }

  private static String hashOfHead(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      return HexFormat.of().formatHex(Hash.sha256(head).bytes());
    }
  }
}
