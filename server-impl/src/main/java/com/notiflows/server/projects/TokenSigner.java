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

/** Signs user keys for development, as a customer's backend does it for real. */
public final class TokenSigner {

  private static final Duration LONGEST_LIFE = Duration.ofDays(366);

  private final Clock clock;

  /** The clock dates what is signed. */
  public TokenSigner(Clock clock) {
    this.clock = clock;
  }

  /**
   * Signs a JWT.
   *
   * @param privateKey RSA, as PEM of PKCS #8
   * @param kid the name under which the key is registered; its thumbprint if empty
   * @param externalId the user's external id
   * @param lifetime when it ends, from now on; at most 366 days
   * @throws AdministrationException if the key can't be used, or the lifetime makes no sense
   */
  public String sign(
      String privateKey, Optional<String> kid, String externalId, Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_LIFE) > 0) {
      throw new AdministrationException(
          "A token lives longer than nothing and at most " + LONGEST_LIFE.toDays() + " days.");
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
