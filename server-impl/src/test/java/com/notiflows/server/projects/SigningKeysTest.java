package com.notiflows.server.projects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.json.StrictJson;
import com.notiflows.server.problem.AdministrationException;
import com.notiflows.server.testing.Json;
import com.notiflows.server.testing.Jwts;
import com.notiflows.server.testing.ManualClock;
import com.notiflows.server.testing.World;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files of administrators, and JWTs that are signed with them. */
class SigningKeysTest {

  private static final KeyPair KEY = Jwts.OURS;
  private static final String PRIVATE = Jwts.pem(KEY.getPrivate());
  private static final String PUBLIC = Jwts.pem(KEY.getPublic());

  private final TokenSigner signer = new TokenSigner(new ManualClock(World.START.toString()));

  @Test
  void readsPemAndJwk() {
    RSAPublicKey expected = (RSAPublicKey) KEY.getPublic();
    String jwk =
        """
        {"kty":"RSA","n":"%s","e":"%s"}"""
            .formatted(number(expected.getModulus()), number(expected.getPublicExponent()));

    assertEquals(expected, RsaKeys.readPublic(PUBLIC));
    assertEquals(expected, RsaKeys.readPublic("a comment\r\n" + PUBLIC.replace("\n", "\r\n")));
    assertEquals(expected, RsaKeys.readPublic(" " + jwk));
    assertEquals(expected, RsaKeys.stored(expected.getEncoded()));
  }

  static Stream<Arguments> noPublicKeys() throws GeneralSecurityException {
    KeyPair elliptic = KeyPairGenerator.getInstance("EC").generateKeyPair();
    return Stream.of(
        Arguments.of(PRIVATE, "holds a PRIVATE KEY, but a PUBLIC KEY is needed"),
        Arguments.of(PUBLIC.replace("PUBLIC", "RSA PUBLIC"), "holds a RSA PUBLIC KEY"),
        Arguments.of("hello", "neither PEM nor a JWK"),
        Arguments.of("", "neither PEM nor a JWK"),
        Arguments.of("{", "no RSA key"),
        Arguments.of(
            """
            {"kty":"oct","k":"aGVsbG8"}""",
            "private key"),
        Arguments.of(Jwts.pem(elliptic.getPublic()), "no RSA key"),
        Arguments.of("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "no RSA key"),
        Arguments.of(Jwts.pem(Jwts.keyPair(1024).getPublic()), "has 1024 bits, but 2048 to 8192"));
  }

  @ParameterizedTest
  @MethodSource("noPublicKeys")
  void rejectsInvalidPublicKeys(String text, String problem) {
    AdministrationException thrown =
        assertThrows(AdministrationException.class, () -> RsaKeys.readPublic(text));

    assertTrue(thrown.toString().contains(problem), thrown::toString);
    assertFalse(thrown.toString().contains("MII"), thrown::toString);
  }

  @Test
  void signedTokenIsAcceptedByTheServer() {
    String token = signer.sign(PRIVATE, Optional.empty(), "ann", Duration.ofHours(1));

    String header = decoded(token.substring(0, token.indexOf('.')));
    String claims = decoded(token.substring(token.indexOf('.') + 1, token.lastIndexOf('.')));
    assertEquals("RS256", Json.of(header).path("alg").asText());
    assertEquals(
        RsaKeys.thumbprint((RSAPublicKey) KEY.getPublic()), Json.of(header).path("kid").asText());
    assertEquals("ann", Json.of(claims).path("sub").asText());
    assertEquals(3600, Json.of(claims).path("exp").asLong() - Json.of(claims).path("iat").asLong());
    assertTrue(
        UserToken.read(token, StrictJson.within(9, 99, 9), 4096)
            .isSignedBy((RSAPublicKey) KEY.getPublic()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT1H", "P367D"})
  void rejectsInvalidLifetimes(Duration lifetime) {
    assertThrows(
        AdministrationException.class,
        () -> signer.sign(PRIVATE, Optional.empty(), "ann", lifetime));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
  void rejectsInvalidPrivateKeys(String text) {
    assertThrows(
        AdministrationException.class,
        () -> signer.sign(text, Optional.empty(), "ann", Duration.ofHours(1)));
    assertThrows(
        AdministrationException.class,
        () -> signer.sign(PUBLIC, Optional.empty(), "ann", Duration.ofHours(1)));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int start = bytes[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOfRange(bytes, start, bytes.length));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
