package com.notiflows.server.projects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.projects.ProjectSnapshot.SecretKey;
import com.notiflows.server.projects.ProjectSnapshot.Validity;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ScopesTest {

  private static SecretKey key(Set<String> scopes) {
    Validity unlimited = new Validity(Optional.empty(), Optional.empty());
    return new SecretKey(new UUID(0, 1), unlimited, Scopes.parse(Scopes.format(scopes)));
  }

  @Test
  void keyWithoutAListHasAllScopes() {
    assertNull(Scopes.format(Set.of()));
    assertTrue(key(Set.of()).permits("users:read"));
    assertTrue(key(Set.of()).permits("added:later"));
  }

  @Test
  void keyWithAListHasOnlyThose() {
    SecretKey key = key(Set.of("users:write", "users:read"));

    assertTrue(key.permits("users:read"));
    assertTrue(key.permits("users:write"));
    assertFalse(key.permits("users"));
    assertFalse(key.permits("channels:read"));
  }

  @Test
  void storedTextIsSorted() {
    assertEquals("a:read b:read", Scopes.format(Set.of("b:read", "a:read")));
  }
}
