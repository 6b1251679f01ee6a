package com.notiflows.server.projects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.testing.World;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Uses of secret keys are recorded without a statement and stored later, once an hour. */
class KeyUsesTest {

  private static final Instant START = World.START.truncatedTo(ChronoUnit.MICROS);

  private final World world = new World();
  private final KeyUses uses = world.services().keyUses();

  private void request(String secretKey, String scope) {
    Credential secret = new Credential.SecretKey(Optional.of(secretKey), scope);
    world
        .services()
        .accesses()
        .open(
            new AccessRequest(
                Optional.of(World.PUBLIC_KEY), secret, Optional.empty(), Optional.empty()));
  }

  private void request() {
    request(World.SECRET_KEY, "users:read");
  }

  @Test
  void requestStoresNothingItself() {
    request();
    int statements = world.mappers().statements();
    request();

    assertEquals(1, world.mappers().statements() - statements, "reads the revision");
    assertEquals(List.of(), world.mappers().uses());
  }

  @Test
  void storesOneUseInAnHour() {
    request();
    request();
    assertEquals(1, uses.store());
    world.clock().advance(Duration.ofMinutes(59));
    request();
    assertEquals(0, uses.store());
    world.clock().advance(Duration.ofMinutes(1));
    request();
    assertEquals(1, uses.store());

    assertEquals(List.of(START, START.plusSeconds(3600)), world.mappers().uses());
  }

  @Test
  void laterUseReplacesOneThatIsNotStoredYet() {
    request();
    world.clock().advance(Duration.ofHours(2));
    request();

    assertEquals(1, uses.store());
    assertEquals(List.of(START.plusSeconds(7200)), world.mappers().uses());
  }

  @Test
  void keepsUsesUntilTheDatabaseResponds() {
    request();
    world.mappers().failNext(new SQLException("gone", "08S01", 2013));

    assertThrows(DatabaseException.class, uses::store);
    assertEquals(1, uses.store());
    assertEquals(List.of(START), world.mappers().uses());
  }

  @Test
  void rejectedKeysAreNotUsed() {
    world.secretKey(key("sk_revoked"), Optional.empty(), Optional.of(START));
    world.secretKey(key("sk_expired"), Optional.of(START), Optional.empty());
    for (String rejected : List.of(key("sk_revoked"), key("sk_expired"), key("sk_unknown"), "")) {
      assertThrows(ApiException.class, () -> request(rejected, "users:read"));
    }

    assertEquals(0, uses.store());
  }

  @Test
  void numberOfPendingUsesIsLimited() {
    for (int i = 0; i < KeyUses.MOST_PENDING + 5; i++) {
      uses.touch(World.PROJECT, new UUID(1, i));
    }
    assertEquals(KeyUses.MOST_PENDING, uses.store());

    for (int i = 0; i < KeyUses.MOST_PENDING + 5; i++) {
      uses.touch(World.PROJECT, new UUID(1, i));
    }
    assertEquals(5, uses.store(), "those that were not recorded before");
  }

  private static String key(String start) {
    return KeyFormat.complete(start);
  }
}
