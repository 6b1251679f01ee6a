package com.notiflows.server.encryption;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Master keys and data keys for tests. */
final class TestMasterKeys {

  private static final Instant TIME = Instant.parse("2026-11-27T10:00:00Z");

  private TestMasterKeys() {}

  /** Master keys of 32 equal bytes each. */
  static MasterKeys of(int... fillings) {
    return new MasterKeys(Arrays.stream(fillings).mapToObj(TestMasterKeys::wrapper).toList());
  }

  static KeyWrapper wrapper(int filling) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) filling);
    return new LocalKeyWrapper(AesGcm.key(bytes));
  }

  static WrappedKey dataKey(MasterKeys masterKeys, UUID project, int id) {
    byte[] wrapped = new ProjectCiphers(masterKeys, System::nanoTime).freshKey(project, id);
    return new WrappedKey(id, wrapped, masterKeys.current().id(), TIME, null);
  }

  static WrappedKey retired(WrappedKey key) {
    return new WrappedKey(key.id(), key.wrapped(), key.wrappedBy(), key.createdAt(), TIME);
  }

  static List<WrappedKey> keys(WrappedKey... keys) {
    return List.of(keys);
  }
}
