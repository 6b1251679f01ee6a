package com.notiflows.server.projects;

/** Keys for tests. */
public final class TestKeys {

  /** A key that hashes tokens. */
  public static final TokenKey TOKENS = new TokenKey(new byte[32]);

  private TestKeys() {}
}
