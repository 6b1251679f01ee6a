package com.notiflows.server.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.config.EncryptionConfig;
import com.notiflows.server.problem.AdministrationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeysTest {

  /** What a library for a key management service provides. */
  public static final class Kms implements KeyWrapper {

    @Override
    public String id() {
      return "kms:1";
    }

    @Override
    public byte[] wrap(byte[] dataKey, byte[] context) {
      return dataKey;
    }

    @Override
    public Optional<byte[]> unwrap(byte[] wrapped, byte[] context) {
      return Optional.of(wrapped);
    }
  }

  @Test
  void aLocalKeyHasAnIdAndWrapsForOneContext() {
    KeyWrapper key = TestMasterKeys.wrapper(1);
    byte[] wrapped = key.wrap(new byte[] {1, 2}, new byte[] {3});

    assertEquals(2, key.unwrap(wrapped, new byte[] {3}).orElseThrow().length);
    assertTrue(key.unwrap(wrapped, new byte[] {4}).isEmpty());
    assertTrue(TestMasterKeys.wrapper(2).unwrap(wrapped, new byte[] {3}).isEmpty());
    assertTrue(key.id().matches("local:[0-9a-f]{16}"), key.id());
    assertEquals(key.id(), TestMasterKeys.wrapper(1).id());
    assertNotEquals(key.id(), TestMasterKeys.wrapper(2).id());
    assertTrue(key.toString().contains(key.id()) && key.toString().length() < 60);
  }

  @Test
  void theFirstKeyWraps() {
    MasterKeys keys = TestMasterKeys.of(1, 2);

    assertEquals(TestMasterKeys.wrapper(1).id(), keys.current().id());
    assertTrue(keys.find(TestMasterKeys.wrapper(2).id()).isPresent());
    assertTrue(keys.areThere());
    assertFalse(MasterKeys.NONE.areThere());
    AdministrationException missing =
        assertThrows(AdministrationException.class, MasterKeys.NONE::current);
    assertTrue(String.valueOf(missing.getMessage()).contains("NOTIFLOWS_MASTER_KEY"));
  }

  @Test
  void namesTheKeyThatIsMissing() {
    MasterKeys keys = TestMasterKeys.of(1);
    keys.requireAll(List.of(keys.current().id()));
    MasterKeys.NONE.requireAll(List.of());

    AdministrationException missing =
        assertThrows(AdministrationException.class, () -> keys.requireAll(List.of("local:x")));
    assertTrue(String.valueOf(missing.getMessage()).contains("local:x"));
    assertFalse(String.valueOf(missing.getMessage()).contains("decrypt"));
    missing =
        assertThrows(
            AdministrationException.class, () -> MasterKeys.NONE.requireAll(List.of("local:x")));
    assertTrue(String.valueOf(missing.getMessage()).contains("`encryption decrypt`"));
  }

  @Test
  void aLibraryCanProvideTheMasterKey(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(KeyWrapper.class.getName()), Kms.class.getName());
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, MasterKeysTest.class.getClassLoader())) {
      MasterKeys keys =
          MasterKeys.of(new EncryptionConfig(List.of(AesGcm.key(new byte[32]))), loader);

      assertEquals("kms:1", keys.current().id());
      assertTrue(keys.find(new LocalKeyWrapper(AesGcm.key(new byte[32])).id()).isPresent());
    }
    assertFalse(MasterKeys.of(EncryptionConfig.OFF).areThere());
  }
}
