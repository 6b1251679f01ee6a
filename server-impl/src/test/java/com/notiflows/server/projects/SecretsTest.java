package com.notiflows.server.projects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SecretsTest {

  @Test
  void hashesWithSha256() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        HexFormat.of().formatHex(Secrets.hash("abc")));
    assertEquals(32, Secrets.hash("\u00fc").length);
  }
}
