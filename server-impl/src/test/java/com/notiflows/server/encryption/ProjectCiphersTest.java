package com.notiflows.server.encryption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProjectCiphersTest {

  private static final UUID PROJECT = new UUID(1, 1);
  private static final RowId ROW = new RowId(PROJECT, "users", List.of(), null);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger unwrapped = new AtomicInteger();
  private final KeyWrapper local = TestMasterKeys.wrapper(1);
  private final MasterKeys masterKeys =
      new MasterKeys(
          List.of(
              new KeyWrapper() {
                @Override
                public String id() {
                  return "kms";
                }

                @Override
                public byte[] wrap(byte[] dataKey, byte[] context) {
                  return local.wrap(dataKey, context);
                }

                @Override
                public Optional<byte[]> unwrap(byte[] wrapped, byte[] context) {
                  unwrapped.incrementAndGet();
                  return local.unwrap(wrapped, context);
                }
              }));
  private final ProjectCiphers ciphers = new ProjectCiphers(masterKeys, nanos::get);
  private final WrappedKey first = TestMasterKeys.dataKey(masterKeys, PROJECT, 1);
  private final WrappedKey second = TestMasterKeys.dataKey(masterKeys, PROJECT, 2);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aCipherEncryptsOnlyWhileItIsConfirmed() {
    assertTrue(ciphers.toRead(PROJECT).isEmpty());
    ciphers.put(PROJECT, 5, List.of(first));
    pass(Duration.ofSeconds(59));
    assertTrue(ciphers.toWrite(PROJECT).isPresent());
    ciphers.confirm(PROJECT, 5);
    pass(Duration.ofSeconds(59));
    assertTrue(ciphers.toWrite(PROJECT).isPresent());
    pass(Duration.ofSeconds(1));
    assertTrue(ciphers.toWrite(PROJECT).isEmpty());
    assertTrue(ciphers.toRead(PROJECT).isPresent());
  }

  @Test
  void aHigherRevisionForgetsTheCipher() {
    ciphers.put(PROJECT, 5, List.of(first));
    ciphers.confirm(PROJECT, 4);
    assertTrue(ciphers.toRead(PROJECT).isPresent(), "a request that began before");
    ciphers.confirm(PROJECT, 6);
    assertTrue(ciphers.toRead(PROJECT).isEmpty());
    ciphers.confirm(PROJECT, 6);
  }

  @Test
  void olderKeysDoNotReplaceNewerOnes() {
    ciphers.put(PROJECT, 6, List.of(TestMasterKeys.retired(first), second));
    ProjectCipher late = ciphers.put(PROJECT, 5, List.of(first));

    assertEquals(1, late.keyId());
    assertEquals(2, ciphers.toRead(PROJECT).orElseThrow().keyId());
    ciphers.put(PROJECT, 6, List.of(TestMasterKeys.retired(first)));
    assertEquals(null, ciphers.toRead(PROJECT).orElseThrow().keyId(), "read again");
  }

  @Test
  void keysAreUnwrappedOnceAndWhenTheyAreUsed() {
    ProjectCipher cipher = ciphers.put(PROJECT, 1, List.of(first, second));
    assertEquals(0, unwrapped.get());
    String stored = cipher.encrypt(ROW, "preferences", "{}");
    assertEquals(1, unwrapped.get());

    ProjectCipher reloaded = ciphers.put(PROJECT, 2, List.of(first, second));
    assertEquals("{}", reloaded.decrypt(2, ROW, "preferences", stored));
    assertEquals(1, unwrapped.get());
  }

  @Test
  void aRewrappedKeyIsTheSameKey() {
    String stored = ciphers.put(PROJECT, 1, List.of(first)).encrypt(ROW, "preferences", "{}");
    MasterKeys both = new MasterKeys(List.of(TestMasterKeys.wrapper(2), masterKeys.current()));
    ProjectCiphers next = new ProjectCiphers(both, nanos::get);
    byte[] wrapped = next.rewrapped(PROJECT, first);
    WrappedKey rewrapped = new WrappedKey(1, wrapped, both.current().id(), first.createdAt(), null);

    ProjectCiphers later = new ProjectCiphers(TestMasterKeys.of(2), nanos::get);
    ProjectCipher cipher = later.put(PROJECT, 1, List.of(rewrapped));
    assertEquals("{}", cipher.decrypt(1, ROW, "preferences", stored));
    assertFalse(cipher.toString().contains(stored));
  }
}
