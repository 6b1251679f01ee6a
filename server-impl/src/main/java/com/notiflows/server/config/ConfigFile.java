package com.notiflows.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A configuration file: a line {@code NAME=value} for each setting, empty lines, and comments that
 * start with {@code #}. Values are taken as they are, without blanks around them.
 */
final class ConfigFile {

  private static final int MOST_BYTES = 64 * 1024;

  /**
   * A setting.
   *
   * @param line 1 for the first line
   */
  record Entry(String value, int line) {

    /** Omits the value because it may be a password. */
    @Override
    public String toString() {
      return "Entry[line=" + line + "]";
    }
  }

  private final Path path;
  private final List<String> problems;
  private final Map<String, Entry> entries = new HashMap<>();

  private ConfigFile(Path path, List<String> problems) {
    this.path = path;
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param problems receives what is wrong with its lines; a problem never quotes a value
   * @throws ConfigException if the file can't be read
   */
  static Map<String, Entry> read(String name, List<String> problems) {
    try {
      ConfigFile file = new ConfigFile(Path.of(name), problems);
      file.parse();
      file.checkReaders();
      return file.entries;
    } catch (CharacterCodingException e) {
      throw unusable(name, "it is not text in UTF-8");
    } catch (InvalidPathException e) {
      throw unusable(name, "this is not the name of a file");
    } catch (NoSuchFileException e) {
      throw unusable(name, "there is no such file");
    } catch (AccessDeniedException e) {
      throw unusable(name, "this user has no permission");
    } catch (IOException e) {
      throw unusable(name, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigException unusable(String name, String reason) {
    return new ConfigException(
        List.of("NOTIFLOWS_CONFIG names the file " + name + ", which can't be read: " + reason));
  }

  private void parse() throws IOException {
    String[] lines = text().split("\r?\n|\r", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        parse(line, i + 1);
      }
    }
  }

  private String text() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private void parse(String text, int line) {
    int equals = text.indexOf('=');
    String name = text.substring(0, Math.max(equals, 0)).strip();
    String value = text.substring(equals + 1).strip();
    if (!name.matches("[A-Z][A-Z0-9_]{0,63}")) {
      problems.add(place(line) + " must be NAME=value, a comment (#), or empty");
    } else if (entries.containsKey(name)) {
      problems.add(place(line) + " sets " + name + " again");
    } else if (value.matches("\".*\"|'.*'")) {
      problems.add(
          place(line)
              + ": remove the quotes around the value of "
              + name
              + "; they would be part of it");
    } else {
      entries.put(name, new Entry(value, line));
    }
  }

  /** Every user who can read the file knows the password in it. A group may: that of the server. */
  private void checkReaders() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (hasPassword()
        && view != null // not on Windows
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
      problems.add(
          path + " contains a password, and every user can read it. Run chmod o-rwx on the file");
    }
  }

  private boolean hasPassword() {
    String url = value("NOTIFLOWS_DB_URL").toLowerCase(Locale.ROOT);
    return !value("NOTIFLOWS_DB_PASSWORD").isEmpty()
        || url.matches(".*(@|password).*")
        || value(RateSettings.REDIS).contains("@");
  }

  private String value(String name) {
    Entry entry = entries.get(name);
    return entry == null ? "" : entry.value();
  }

  private String place(int line) {
    return place(path.toString(), line);
  }

  /** A line of a file, for messages. */
  static String place(String file, int line) {
    return file + ", line " + line;
  }
}
