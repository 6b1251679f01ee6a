package com.notiflows.server.settings;

import static com.notiflows.server.testing.World.APNS;
import static com.notiflows.server.testing.World.PROJECT;
import static com.notiflows.server.testing.World.USER_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.InMemoryMappers.KeyLife;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.ErrorCode;
import com.notiflows.server.projects.Access;
import com.notiflows.server.projects.AccessRequest;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.settings.model.ChannelSettings;
import com.notiflows.server.settings.model.Precondition;
import com.notiflows.server.settings.model.Written;
import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.World;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rules of settings, and what happens when others write at the same time. */
class ChannelSettingsServiceTest {

  private static final String ID = APNS.toString();
  private static final Instant EARLIER = Instant.parse("2026-11-01T00:00:00Z");

  private final World world = new World();

  private Access access() {
    return world.accesses().open(World.about(APNS));
  }

  private ChannelSettings put(String... tokens) {
    return put(access(), tokens);
  }

  private ChannelSettings put(Access access, String... tokens) {
    String json = "{'device_tokens':['" + String.join("','", tokens) + "']}";
    return world.settings().put(access, ID, Json.of(json), Precondition.NONE).settings();
  }

  private void otherWrites(String token, Instant time) {
    String text = "{\"device_tokens\":[\"" + token + "\"]}";
    world.mappers().store(PROJECT, USER_ID, APNS, text, time);
  }

  private static String resource(ApiException thrown) {
    return thrown.code() + " " + thrown.details().resource();
  }

  @Test
  void cutsTimesToTheMicrosecond() {
    ChannelSettings made = put("a");

    assertEquals(Instant.parse("2026-11-23T14:15:22.048211Z"), made.createdAt());
    assertEquals(made.createdAt(), made.updatedAt());
    assertEquals(made, world.settings().get(access(), ID));
  }

  @Test
  void writesNothingWhenTheSameComesAgain() {
    ChannelSettings made = put("a", "b");
    world.clock().advance(Duration.ofSeconds(1));
    Access access = access();
    int before = world.mappers().statements();

    assertEquals(made, put(access, "a", "b", "b"));

    assertEquals(before + 1, world.mappers().statements(), "the devices were seen");
  }

  @Test
  void keepsTheTimeOfCreationWhenReplacing() {
    ChannelSettings made = put("a");
    world.clock().advance(Duration.ofSeconds(1));

    ChannelSettings replaced = put("b");

    assertEquals(made.createdAt(), replaced.createdAt());
    assertEquals(made.updatedAt().plusSeconds(1), replaced.updatedAt());
    assertEquals(replaced, world.settings().get(access(), ID));
  }

  @Test
  void replacesWhatSomebodyElseCreatedInBetween() {
    world.mappers().beforeNextWrite(() -> otherWrites("theirs", EARLIER));

    ChannelSettings mine = put("mine");

    assertEquals(EARLIER, mine.createdAt());
    assertEquals(mine, world.settings().get(access(), ID));
  }

  @Test
  void answersWithTheirsWhenSomebodyElseStoredTheSameInBetween() {
    world.mappers().beforeNextWrite(() -> otherWrites("same", EARLIER));

    ChannelSettings mine = put("same");

    assertEquals(EARLIER, mine.updatedAt());
  }

  @Test
  void createsAnewWhatSomebodyElseDeletedInBetween() {
    put("a");
    world.clock().advance(Duration.ofSeconds(1));
    world.mappers().beforeNextWrite(() -> world.mappers().remove(PROJECT, USER_ID, APNS));

    ChannelSettings mine = put("b");

    assertEquals(mine.createdAt(), mine.updatedAt());
    assertEquals(mine, world.settings().get(access(), ID));
  }

  /** Lets another create just before we do, and delete just before we look again. */
  private void otherIsFirst(int rounds) {
    for (int i = 0; i < rounds; i++) {
      if (i > 0) {
        world.mappers().beforeNextWrite(() -> world.mappers().remove(PROJECT, USER_ID, APNS));
      }
      Instant time = EARLIER.plusSeconds(i);
      world.mappers().beforeNextWrite(() -> otherWrites("theirs", time));
    }
  }

  @Test
  void losesManyRacesBeforeItWins() {
    otherIsFirst(20);

    ChannelSettings mine = put("mine");

    assertEquals(EARLIER.plusSeconds(19), mine.createdAt());
    assertEquals(List.of("{\"device_tokens\":[\"mine\"]}"), world.mappers().stored());
  }

  @Test
  void givesUpAtLast() {
    otherIsFirst(100);

    assertThrows(DatabaseException.class, () -> put("mine"));

    assertEquals(List.of("{\"device_tokens\":[\"theirs\"]}"), world.mappers().stored());
  }

  @Test
  void replacesWhatSomebodyElseReplacedInBetween() {
    ChannelSettings made = put("a");
    world.mappers().beforeNextWrite(() -> otherWrites("theirs", made.createdAt()));

    ChannelSettings mine = put("mine");

    assertEquals(made.createdAt(), mine.createdAt());
    assertEquals(List.of("{\"device_tokens\":[\"mine\"]}"), world.mappers().stored());
  }

  @Test
  void takesATokenFromItsFormerUser() {
    UUID bob = new UUID(7, 7);
    world.mappers().user(PROJECT, "bob", bob);
    put("phone", "tablet");

    AccessRequest request = World.about(APNS, "bob");
    Written written =
        world
            .settings()
            .put(
                world.accesses().open(request),
                ID,
                Json.of("{'device_tokens':['phone']}"),
                Precondition.NONE);

    assertEquals(1, written.tokensMoved());
    assertEquals(bob, written.settings().userId());
    assertEquals(
        "{\"device_tokens\":[\"tablet\"]}", world.settings().get(access(), ID).settings() + "");
    put("tablet");
    assertEquals(
        0,
        world
            .settings()
            .put(access(), ID, Json.of("{'device_tokens':['new']}"), Precondition.NONE)
            .tokensMoved());
  }

  @Test
  void tellsWhichParentIsGone() {
    world.mappers().beforeNextWrite(() -> world.mappers().dropChannel(PROJECT, APNS));
    ApiException noChannel = assertThrows(ApiException.class, () -> put("a"));
    assertEquals("NOT_FOUND channel", resource(noChannel));
    assertEquals(ID, noChannel.details().id());

    world.mappers().channel(PROJECT, APNS, "apns");
    world.mappers().beforeNextWrite(() -> world.mappers().dropUser(PROJECT, World.USER));
    ApiException noUser = assertThrows(ApiException.class, () -> put("a"));
    assertEquals("NOT_FOUND user", resource(noUser));
    assertEquals(World.USER, noUser.details().id());
  }

  @Test
  void validatesAnewWhenTheProviderChangedInBetween() {
    world
        .mappers()
        .beforeNextWrite(
            () -> {
              otherWrites("theirs", EARLIER);
              world.mappers().channel(PROJECT, APNS, "smtp");
            });

    ApiException thrown = assertThrows(ApiException.class, () -> put("mine"));

    assertEquals(ErrorCode.VALIDATION_FAILED, thrown.code());
  }

  @Test
  void writesNothingWithAKeyThatWasRevokedInBetween() {
    Instant now = world.clock().instant();
    world
        .mappers()
        .beforeNextWrite(
            () -> {
              otherWrites("theirs", EARLIER);
              world
                  .mappers()
                  .secretKey(Secrets.hash(World.SECRET_KEY), new KeyLife(PROJECT, null, now));
            });

    ApiException thrown = assertThrows(ApiException.class, () -> put("mine"));

    assertEquals("UNAUTHENTICATED revoked", thrown.code() + " " + thrown.details().reason());
    assertEquals(List.of("{\"device_tokens\":[\"theirs\"]}"), world.mappers().stored());
  }

  @Test
  void runsADeadlockAgain() {
    Access access = access();
    SQLException deadlock = new SQLException("HUSH", "40001", 1213);
    world.mappers().failNext(deadlock).failNext(deadlock);

    put(access, "a");

    assertEquals(1, world.mappers().stored().size());
  }

  @Test
  void handsOtherFailuresOn() {
    Access access = access();
    world.mappers().failNext(new SQLException("HUSH", "22001", 1406));

    DatabaseException thrown = assertThrows(DatabaseException.class, () -> put(access, "a"));

    assertEquals(DatabaseException.Kind.FAULT, thrown.kind());
    assertFalse(thrown.toString().contains("HUSH"), thrown.toString());
  }

  @Test
  void deletesNothingThatSomebodyElseDeletedInBetween() {
    put("a");
    world.mappers().beforeNextWrite(() -> world.mappers().remove(PROJECT, USER_ID, APNS));
    Access access = access();

    ApiException thrown =
        assertThrows(
            ApiException.class, () -> world.settings().delete(access, ID, Precondition.NONE));

    assertEquals("NOT_FOUND channel_settings", resource(thrown));
  }

  @Test
  void printsNoToken() {
    ChannelSettings made = put("HUSH");

    assertTrue(made.settings().toString().contains("HUSH"));
    assertFalse(made.toString().contains("HUSH"));
    assertFalse(access().toString().contains("HUSH"));
    assertFalse(access().toString().contains("sk_"));
    assertFalse(access().stored().toString().contains("HUSH"));
  }
}
