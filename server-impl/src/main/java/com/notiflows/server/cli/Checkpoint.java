package com.notiflows.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.problem.AdministrationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * How far an import has come.
 *
 * @param head a hash of the first bytes of the file
 * @param bytes of the file that are done
 * @param lines of the file that are done
 * @param stored how many of them were stored
 * @param failed how many of them were bad
 */
record Checkpoint(UUID project, String head, long bytes, long lines, long stored, long failed) {

  private static final int HEAD_BYTES = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The beginning of a file. */
  static Checkpoint start(UUID project, Path file) throws IOException {
    return new Checkpoint(project, hashOfHead(file), 0, 0, 0, 0);
  }

  /**
   * Where the last import of a file broke off; its beginning if it did not.
   *
   * @throws AdministrationException if that was another file, or into another project
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
              + " is about another file or another project. Without --resume, the import starts"
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

  /** Keeps it beside the file, whole or not at all. */
  void write(Path file) throws IOException {
    Path place = place(file);
    Path part = place.resolveSibling(place.getFileName() + ".part");
    Files.writeString(part, JSON.writeValueAsString(this));
    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forgets it: all is done. */
  static void remove(Path file) throws IOException {
    Files.deleteIfExists(place(file));
  }

  private static Path place(Path file) {
    return file.resolveSibling(file.getFileName() + ".checkpoint");
  }

  private static String hashOfHead(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD_BYTES);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(head));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
