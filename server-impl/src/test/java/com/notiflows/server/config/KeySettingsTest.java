package com.notiflows.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of encryption at rest. */
class KeySettingsTest {

  private static final String ONE = text(1, 32);
  private static final String TWO = text(2, 32);

  @TempDir private Path folder = Path.of("");

  private static String text(int filling, int length) {
    return Base64.getEncoder().encodeToString(bytes(filling, length));
  }

  private static byte[] bytes(int filling, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) filling);
    return bytes;
  }

  private static SecretKey key(int filling) {
    return new SecretKeySpec(bytes(filling, 32), "AES");
  }

  private static EncryptionConfig read(String... settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NOTIFLOWS_DB_URL", "jdbc:mysql://db/notiflows");
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return Configuration.from(environment).encryption();
  }

  private static String problem(String... settings) {
    ConfigException thrown = assertThrows(ConfigException.class, () -> read(settings));
    String message = String.valueOf(thrown.getMessage());
    for (int i = 0; i < settings.length; i += 2) {
      if (settings[i].equals("NOTIFLOWS_MASTER_KEY")) {
        assertFalse(message.contains(settings[i + 1]), message);
      }
    }
    return message;
  }

  private String file(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("keys"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"))
        .toString();
  }

  @Test
  void aKeyIs32BytesInBase64() {
    assertEquals(new EncryptionConfig(List.of(key(1))), read("NOTIFLOWS_MASTER_KEY", ONE));
    assertEquals(EncryptionConfig.OFF, read());
    for (String bad :
        new String[] {text(1, 16), text(1, 31), text(1, 33), "?".repeat(44), ONE + "="}) {
      assertTrue(
          problem("NOTIFLOWS_MASTER_KEY", bad)
              .contains("NOTIFLOWS_MASTER_KEY must be 32 random bytes in base64"));
    }
  }

  @Test
  void aFileHasAKeyOnEachLine() throws IOException {
    String file = file("# current\n" + ONE + "\r\n\n  " + TWO + "\n");

    assertEquals(
        new EncryptionConfig(List.of(key(1), key(2))), read("NOTIFLOWS_MASTER_KEY_FILE", file));
    Path config = folder.resolve("config");
    Files.writeString(config, "NOTIFLOWS_MASTER_KEY_FILE=" + file);
    assertEquals(
        new EncryptionConfig(List.of(key(1), key(2))), read("NOTIFLOWS_CONFIG", config.toString()));
  }

  @Test
  void everyBadLineIsNamedAndNotQuoted() throws IOException {
    String file = file(ONE + "\nhushhush\n" + text(3, 16) + "\n" + ONE);

    String problem = problem("NOTIFLOWS_MASTER_KEY_FILE", file);

    assertEquals(4, problem.lines().count(), problem);
    assertTrue(problem.contains("whose line 2 must be 32 random bytes"), problem);
    assertTrue(problem.contains("whose line 3 must be"), problem);
    assertTrue(problem.contains("whose line 4 repeats a key"), problem);
    assertFalse(problem.contains("hush") || problem.contains(ONE), problem);
  }

  @Test
  void aFileMustBeUsable() throws IOException {
    String name = "NOTIFLOWS_MASTER_KEY_FILE";
    assertTrue(problem(name, folder + "/none").contains("there is no such file"));
    assertTrue(problem(name, folder.toString()).contains("can't be read"));
    assertTrue(problem(name, "\0").contains("this is not the name of a file"));
    assertTrue(problem(name, file("# nothing\n")).contains("which has no key"));
    assertTrue(problem(name, file("x".repeat(70_000))).contains("larger than 65536 bytes"));
    Files.write(folder.resolve("keys"), new byte[] {(byte) 0xff});
    assertTrue(problem(name, folder + "/keys").contains("it is not text in UTF-8"));
    String both = problem(name, file(ONE), "NOTIFLOWS_MASTER_KEY", TWO);
    assertTrue(both.contains("can't be set together with NOTIFLOWS_MASTER_KEY"), both);
  }

  @Test
  void nobodyElseMayReadTheKey() throws IOException {
    String file = file(ONE);
    Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(problem("NOTIFLOWS_MASTER_KEY_FILE", file).contains("Run chmod o-rwx"));

    Path config = Files.writeString(folder.resolve("config"), "NOTIFLOWS_MASTER_KEY=" + ONE);
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    String problem = problem("NOTIFLOWS_CONFIG", config.toString());
    assertTrue(problem.contains("contains a password or a key"), problem);
    assertFalse(problem.contains(ONE), problem);
  }

  @Test
  void theKeyIsNotPrinted() {
    assertEquals("EncryptionConfig[masterKeys=1]", read("NOTIFLOWS_MASTER_KEY", ONE).toString());
  }
}
