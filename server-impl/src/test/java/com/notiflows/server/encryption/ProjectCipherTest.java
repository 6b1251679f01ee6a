package com.notiflows.server.encryption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.model.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProjectCipherTest {

  private static final UUID PROJECT = new UUID(1, 1);
  private static final UUID USER = new UUID(2, 2);
  private static final UUID CHANNEL = new UUID(3, 3);
  private static final Hash HASH = Hash.of(new byte[32]);
  private static final RowId ROW = new RowId(PROJECT, "endpoints", List.of(USER, CHANNEL), HASH);
  private static final String TEXT = "token \uD83D\uDE00";

  private final MasterKeys masterKeys = TestMasterKeys.of(1);
  private final WrappedKey first = TestMasterKeys.dataKey(masterKeys, PROJECT, 1);
  private final WrappedKey second = TestMasterKeys.dataKey(masterKeys, PROJECT, 2);

  private ProjectCipher cipher(WrappedKey... keys) {
    return ProjectCipher.of(PROJECT, 1, List.of(keys), masterKeys, Optional.empty());
  }

  private static void assertUnreadable(
      ProjectCipher cipher, int key, RowId row, String column, String stored) {
    DecryptionException failure =
        assertThrows(DecryptionException.class, () -> cipher.decrypt(key, row, column, stored));
    assertFalse(failure.getMessage().contains(stored), failure.getMessage());
    assertTrue(failure.getMessage().contains(row.toString()), failure.getMessage());
  }

  @Test
  void decryptsWhatItEncrypted() {
    ProjectCipher cipher = cipher(first);

    String stored = cipher.encrypt(ROW, "identifier", TEXT);

    assertEquals(1, cipher.keyId());
    assertEquals(TEXT, cipher.decrypt(1, ROW, "identifier", stored));
    assertEquals("", cipher.decrypt(1, ROW, "name", cipher.encrypt(ROW, "name", "")));
    byte[] bytes = {0, 1, -1};
    assertArrayEquals(bytes, cipher.decrypt(1, ROW, "body", cipher.encrypt(ROW, "body", bytes)));
    assertNotEquals(stored, cipher.encrypt(ROW, "identifier", TEXT), "a nonce of its own");
    int length = TEXT.getBytes(StandardCharsets.UTF_8).length;
    assertEquals(12 + length + 16, Base64.getDecoder().decode(stored).length);
  }

  @Test
  void aCiphertextIsBoundToItsPlace() {
    ProjectCipher cipher = cipher(first, second);
    String stored = cipher.encrypt(ROW, "identifier", TEXT);
    byte[] otherHash = new byte[32];
    otherHash[31] = 1;

    for (RowId row :
        List.of(
            new RowId(new UUID(1, 2), "endpoints", List.of(USER, CHANNEL), HASH),
            new RowId(PROJECT, "endpoint", List.of(USER, CHANNEL), HASH),
            new RowId(PROJECT, "endpoints", List.of(CHANNEL, USER), HASH),
            new RowId(PROJECT, "endpoints", List.of(USER), HASH),
            new RowId(PROJECT, "endpoints", List.of(USER, CHANNEL), null),
            new RowId(PROJECT, "endpoints", List.of(USER, CHANNEL), Hash.of(otherHash)))) {
      assertUnreadable(cipher, 2, row, "identifier", stored);
    }
    assertUnreadable(cipher, 2, ROW, "name", stored);
    assertUnreadable(cipher, 1, ROW, "identifier", stored);
    assertUnreadable(cipher, 3, ROW, "identifier", stored);
    assertEquals(TEXT, cipher.decrypt(2, ROW, "identifier", stored));
  }

  @Test
  void everyChangedByteIsNoticed() {
    ProjectCipher cipher = cipher(first);
    byte[] stored = cipher.encrypt(ROW, "body", TEXT.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < stored.length; i++) {
      byte[] changed = stored.clone();
      changed[i] ^= 1;
      assertThrows(DecryptionException.class, () -> cipher.decrypt(1, ROW, "body", changed));
      byte[] cut = Arrays.copyOf(stored, i);
      assertThrows(DecryptionException.class, () -> cipher.decrypt(1, ROW, "body", cut));
    }
    assertUnreadable(cipher, 1, ROW, "name", "not base64!");
  }

  @Test
  void theLastKeyThatIsNotRetiredEncrypts() {
    WrappedKey retired = TestMasterKeys.retired(second);

    assertEquals(2, cipher(first, second).keyId());
    assertEquals(1, cipher(first, retired).keyId());
    ProjectCipher plain = cipher(retired);
    assertNull(plain.keyId());
    assertFalse(plain.isWithoutKeys());
    assertTrue(cipher().isWithoutKeys());
    assertThrows(IllegalStateException.class, () -> plain.encrypt(ROW, "name", TEXT));
    assertTrue(plain.knows(2) && !plain.knows(1));
    String stored = cipher(second).encrypt(ROW, "name", TEXT);
    assertEquals(TEXT, plain.decrypt(2, ROW, "name", stored));
  }

  @Test
  void anotherMasterKeyDoesNotUnwrap() {
    WrappedKey ofOtherProject = TestMasterKeys.dataKey(masterKeys, new UUID(9, 9), 1);
    WrappedKey renumbered =
        new WrappedKey(2, first.wrapped(), first.wrappedBy(), first.createdAt(), null);
    for (WrappedKey moved : List.of(ofOtherProject, renumbered)) {
      DecryptionException failure =
          assertThrows(DecryptionException.class, () -> cipher(moved).encrypt(ROW, "name", TEXT));
      assertTrue(failure.getMessage().contains("was changed outside"), failure.getMessage());
    }
    ProjectCipher other =
        ProjectCipher.of(PROJECT, 1, List.of(first), TestMasterKeys.of(2), Optional.empty());
    DecryptionException failure =
        assertThrows(DecryptionException.class, () -> other.encrypt(ROW, "name", TEXT));
    assertTrue(failure.getMessage().contains("which is not configured"), failure.getMessage());
  }
}
