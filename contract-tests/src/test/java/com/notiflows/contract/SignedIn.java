package com.notiflows.contract;

import com.notiflows.server.demo.UserKeySigner;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.SigningKeyService;
import com.notiflows.server.projects.TokenSigner;
import com.notiflows.server.testing.Jwts;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Signs user keys like the backend of a project. Each run creates a new signing key. */
final class SignedIn {

  static final KeyPair KEY = Jwts.keyPair(2048);
  private static final String PRIVATE_KEY = Jwts.pem(KEY.getPrivate());

  private SignedIn() {}

  /** Registers the signing key with a project. */
  static void trustedBy(UUID project, TestServer server) {
    var transactions = server.components().database().transactions();
    Clock clock = Clock.systemUTC();
    new SigningKeyService(new ProjectService(transactions, clock), transactions, clock)
        .register(project, Jwts.pem(KEY.getPublic()), Optional.empty());
  }

  /** A signer that uses the signing key. */
  static UserKeySigner signer() {
    return new UserKeySigner(PRIVATE_KEY, Jwts.pem(KEY.getPublic()));
  }

  /** A user key that is valid for an hour. */
  static String token(String externalId) {
    return token(externalId, Clock.systemUTC());
  }

  /** A user key that expired an hour ago. */
  static String expiredToken(String externalId) {
    return token(externalId, Clock.offset(Clock.systemUTC(), Duration.ofHours(-2)));
  }

  private static String token(String externalId, Clock clock) {
    return new TokenSigner(clock)
        .sign(PRIVATE_KEY, Optional.empty(), externalId, Duration.ofHours(1));
  }
}
