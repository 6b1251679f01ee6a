package com.notiflows.server.cli;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.problem.AdministrationException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes settings and subscriptions as NDJSON. */
final class SettingsLines {

  /** Escapes to ASCII, so that the encoding of standard output does not matter. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private SettingsLines() {}

  /** Receives settings and subscriptions one by one. */
  interface Writer {

    /**
     * Writes a line.
     *
     * @param field {@code settings} or {@code subscriptions}
     */
    void write(String externalId, String channel, String field, JsonNode content)
        throws IOException;

    /** Flushes what was written so far. */
    void flush() throws IOException;
  }

  private static String line(String externalId, String channel, String field, JsonNode content)
      throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("user_id", externalId).put("channel", channel).set(field, content);
    return JSON.writeValueAsString(line) + "\n";
  }

  /** Writes to standard output. */
  static Writer to(PrintWriter out) {
    return new Writer() {
      @Override
      public void write(String externalId, String channel, String field, JsonNode content)
          throws IOException {
        out.print(line(externalId, channel, field, content));
      }

      @Override
      public void flush() throws IOException {
        if (out.checkError()) {
          throw new IOException("Can't write to standard output.");
        }
      }
    };
  }

  /** Writes to a file, which appears when it is complete. */
  static ToFile to(Path file) throws IOException {
    return new ToFile(file);
  }

  /** A file that is written under a temporary name. */
  static final class ToFile implements Writer, AutoCloseable {

    private final Path file;
    private final Path part;
    private final BufferedWriter out;

    private ToFile(Path file) throws IOException {
      Path folder = file.toAbsolutePath().getParent();
      this.file = file;
      try {
        this.part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
      } catch (IOException e) {
        throw new AdministrationException(
            "The folder " + folder + " can't be written to. Create it or choose another one.");
      }
      this.out = Files.newBufferedWriter(part);
    }

    @Override
    public void write(String externalId, String channel, String field, JsonNode content)
        throws IOException {
      out.write(line(externalId, channel, field, content));
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    void complete() throws IOException {
      out.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
      out.close();
      Files.deleteIfExists(part);
    }
  }
}
