package com.notiflows.server.projects;

import static com.notiflows.server.testing.World.APNS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.notiflows.server.persistence.InMemoryMappers.KeyLife;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.spec.TokenPolicy;
import com.notiflows.server.testing.World;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessServiceTest {

  private static final UUID OTHER = new UUID(0, 2);

  private final World world = new World();

  private Access open(String publicKey, String secretKey, String user, UUID channel) {
    return world
        .accesses()
        .open(
            new AccessRequest(
                Optional.of(publicKey),
                new Credential.SecretKey(Optional.of(secretKey)),
                Optional.of(user),
                Optional.of(channel)));
  }

  private String refusal(Optional<String> publicKey, Optional<String> secretKey) {
    AccessRequest request =
        new AccessRequest(
            publicKey, new Credential.SecretKey(secretKey), Optional.empty(), Optional.empty());
    ApiException thrown = assertThrows(ApiException.class, () -> world.accesses().open(request));
    return thrown.details().auth() + " " + thrown.details().reason();
  }

  @Test
  void findsWhatACallIsAbout() {
    Access access = open(World.PUBLIC_KEY, World.SECRET_KEY, World.USER, APNS);

    assertEquals(World.PROJECT, access.projectId());
    assertEquals(Optional.of(World.USER_ID), access.userId());
    assertEquals(
        Optional.of(new Access.Channel(APNS, "apns", TokenPolicy.PRESET)), access.channel());
    assertEquals(Optional.empty(), access.stored());
    assertEquals(1, world.mappers().statements());
  }

  @Test
  void opensACallAboutNothing() {
    Access access =
        world
            .accesses()
            .open(
                new AccessRequest(
                    Optional.of(World.PUBLIC_KEY),
                    new Credential.SecretKey(Optional.of(World.SECRET_KEY)),
                    Optional.empty(),
                    Optional.empty()));

    assertEquals(Optional.empty(), access.userId());
    assertEquals(Optional.empty(), access.channel());
  }

  @Test
  void findsNothingOfAnotherProject() {
    world
        .mappers()
        .publicKey("pk_2", KeyLife.living(OTHER))
        .secretKey(Secrets.hash("sk_2"), KeyLife.living(OTHER));

    Access access = open("pk_2", "sk_2", World.USER, APNS);

    assertEquals(OTHER, access.projectId());
    assertEquals(Optional.empty(), access.userId());
    assertEquals(Optional.empty(), access.channel());
    assertEquals("secret_key invalid", refusal(Optional.of("pk_2"), Optional.of(World.SECRET_KEY)));
    assertEquals("secret_key invalid", refusal(Optional.of(World.PUBLIC_KEY), Optional.of("sk_2")));
  }

  @Test
  void asksNothingOfTheDatabaseWithoutAPublicKey() {
    assertEquals("api_key missing", refusal(Optional.empty(), Optional.of(World.SECRET_KEY)));
    assertEquals("api_key missing", refusal(Optional.empty(), Optional.empty()));
    assertEquals(0, world.mappers().statements());
  }

  @Test
  void validatesThePublicKeyWholeBeforeTheSecretOne() {
    Optional<Instant> past = Optional.of(world.clock().instant());
    world.publicKey("pk_expired", past, Optional.empty());
    world.secretKey("sk_revoked", Optional.empty(), past);

    assertEquals("api_key invalid", refusal(Optional.of("pk_none"), Optional.empty()));
    assertEquals("api_key expired", refusal(Optional.of("pk_expired"), Optional.empty()));
    assertEquals("api_key expired", refusal(Optional.of("pk_expired"), Optional.of("sk_revoked")));
    assertEquals("secret_key missing", refusal(Optional.of(World.PUBLIC_KEY), Optional.empty()));
    assertEquals(
        "secret_key revoked", refusal(Optional.of(World.PUBLIC_KEY), Optional.of("sk_revoked")));
  }

  @Test
  void printsNoKey() {
    Access access = open(World.PUBLIC_KEY, World.SECRET_KEY, World.USER, APNS);

    assertFalse(access.toString().contains(World.SECRET_KEY));
    assertFalse(access.toString().contains(World.PUBLIC_KEY));
  }
}
