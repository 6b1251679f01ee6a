package com.notiflows.server.projects;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.notiflows.server.problem.AdministrationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Signs user keys, like the backend of a customer. For development. */
public final class TokenSigner {

  private static final Duration LONGEST_LIFE = Duration.ofDays(366);

  private final Clock clock;

  /** Uses the clock for the time of issue. */
  public TokenSigner(Clock clock) {
    this.clock = clock;
  }

  /**
   * Signs a JWT.
   *
   * @param privateKey RSA, as PEM of PKCS #8
   * @param kid the name of the registered key; its thumbprint if empty
   * @param externalId the user's external id
   * @param lifetime positive, at most 366 days
   * @throws AdministrationException if the key is invalid, or if the lifetime is out of range
   */
  public String sign(
      String privateKey, Optional<String> kid, String externalId, Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_LIFE) > 0) {
      throw new AdministrationException(
          "The lifetime must be positive and at most " + LONGEST_LIFE.toDays() + " days.");
    }
    RSAKey key = RsaKeys.readPrivate(privateKey);
    try {
      String name = kid.orElse(RsaKeys.thumbprint(key.toRSAPublicKey()));
      Instant now = clock.instant();
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .type(JOSEObjectType.JWT)
                  .keyID(name)
                  .build(),
              new JWTClaimsSet.Builder()
                  .subject(externalId)
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plus(lifetime)))
                  .build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The key can't sign", e);
    }
  }
}
