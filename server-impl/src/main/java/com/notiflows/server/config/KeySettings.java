package com.notiflows.server.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Reads the settings of encryption at rest. */
final class KeySettings {

  static final String KEY = "NOTIFLOWS_MASTER_KEY";
  static final String FILE = "NOTIFLOWS_MASTER_KEY_FILE";

  private static final int KEY_BYTES = 32;
  private static final String FORM =
      "32 random bytes in base64, such as `openssl rand -base64 32` prints";

  private KeySettings() {}

  /**
   * Reads the settings.
   *
   * @param text the value of a setting; empty if it is missing
   * @param report receives a setting and its problem, which repeats no key
   */
  static EncryptionConfig read(UnaryOperator<String> text, BiConsumer<String, String> report) {
    String key = text.apply(KEY);
    String file = text.apply(FILE);
    if (!key.isEmpty() && !file.isEmpty()) {
      report.accept(FILE, "can't be set together with " + KEY + ". Put that key into the file");
      return EncryptionConfig.OFF;
    }
    if (!file.isEmpty()) {
      return new EncryptionConfig(inFile(file, problem -> report.accept(FILE, problem)));
    }
    Optional<SecretKey> parsed = key.isEmpty() ? Optional.empty() : parse(key);
    if (parsed.isEmpty() && !key.isEmpty()) {
      report.accept(KEY, "must be " + FORM);
    }
    return new EncryptionConfig(parsed.stream().toList());
  }

  private static List<SecretKey> inFile(String name, Consumer<String> report) {
    try {
      Path path = Path.of(name);
      String[] lines = TextFile.lines(path);
      if (TextFile.isReadableByOthers(path)) {
        report.accept(
            "names the file " + name + ", which every user can read. Run chmod o-rwx on the file");
      }
      List<SecretKey> keys = new ArrayList<>();
      for (int i = 0; i < lines.length; i++) {
        String line = lines[i].strip();
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        Optional<SecretKey> key = parse(line);
        String place = "names the file " + name + ", whose line " + (i + 1);
        if (key.isEmpty()) {
          report.accept(place + " must be " + FORM);
        } else if (keys.contains(key.get())) {
          report.accept(place + " repeats a key");
        } else {
          keys.add(key.get());
        }
      }
      if (Arrays.stream(lines).map(String::strip).allMatch(l -> l.isEmpty() || l.startsWith("#"))) {
        report.accept("names the file " + name + ", which has no key. Add a line with " + FORM);
      }
      return keys;
    } catch (IOException | InvalidPathException e) {
      report.accept("names the file " + name + ", which can't be read: " + TextFile.reason(e));
      return List.of();
    }
  }

  private static Optional<SecretKey> parse(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return bytes.length == KEY_BYTES
          ? Optional.of(new SecretKeySpec(bytes, "AES"))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // its message would repeat letters of the key
    }
  }
}
