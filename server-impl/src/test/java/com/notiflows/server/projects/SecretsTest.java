package com.notiflows.server.projects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void keysHaveAPrefixForTheirKind() {
    String secret = Secrets.newSecretKey();
    String pub = Secrets.newPublicKey();

    assertTrue(secret.matches("sk_[0-9a-f]{64}"), "256 bits");
    assertTrue(pub.matches("pk_[0-9a-f]{32}"), pub);
  }

  @Test
  void keysAreUnique() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(Secrets.newSecretKey());
      keys.add(Secrets.newPublicKey());
    }

    assertEquals(2_000, keys.size());
  }

  @Test
  void hashesWithSha256() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        HexFormat.of().formatHex(Secrets.hash("abc")));
    assertEquals(32, Secrets.hash("\u00fc").length);
  }
}
