package com.notiflows.server.projects;

import com.nimbusds.jose.Header;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import com.notiflows.server.problem.ApiException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JWT of a signed-in user. It is parsed first to look up its signing key, and validated
 * afterwards. Its claims must not be used before validation.
 */
final class UserToken {

  /** The header of the JWT. */
  static final String HEADER = "x-notiflows-user-key";

  private static final List<String> NUMERIC_DATES = List.of("exp", "iat", "nbf");

  /** 9999-12-31T23:59:59Z. */
  private static final double LAST_SECOND = 253_402_300_799d;

  private final SignedJWT jwt;
  private final JWTClaimsSet claims;
  private final Map<String, Object> payload;

  private UserToken(SignedJWT jwt, JWTClaimsSet claims, Map<String, Object> payload) {
    this.jwt = jwt;
    this.claims = claims;
    this.payload = payload;
  }

  /**
   * Reads a JWT.
   *
   * @param json reads header and claims within its limits, before the library parses them
   * @param mostBytes maximum length in bytes
   * @throws ApiException 401 if it is not a JWT signed with RS256
   */
  static UserToken read(String text, StrictJson json, int mostBytes) {
    if (text.length() > mostBytes) {
      throw invalid("size", "it is longer than " + mostBytes + " bytes");
    }
    try {
      Base64URL[] parts = JOSEObject.split(text);
      json.read(parts[0].decode());
      if (!JWSAlgorithm.RS256.equals(
          Header.parseAlgorithm(JSONObjectUtils.parse(parts[0].decodeToString())))) {
        throw invalid("alg", "its algorithm is not RS256");
      }
      json.read(parts[1].decode());
      SignedJWT jwt = SignedJWT.parse(text);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Map<String, Object> payload = jwt.getPayload().toJSONObject();
      if (claims == null || payload == null) {
        throw notAToken();
      }
      return new UserToken(jwt, claims, payload);
    } catch (InvalidJsonException | ParseException | IllegalArgumentException e) {
      throw notAToken();
    }
  }

  /** The name of the signing key, if the header has one. */
  Optional<String> kid() {
    return Optional.ofNullable(jwt.getHeader().getKeyID());
  }

  /** The claimed external id; empty if there is none. */
  Optional<String> subject() {
    return Optional.ofNullable(claims.getSubject());
  }

  /** Whether the signature matches the key. */
  boolean isSignedBy(RSAPublicKey key) {
    try {
      return jwt.verify(new RSASSAVerifier(key));
    } catch (JOSEException e) {
      return false; // a signature that can't be verified is invalid
    }
  }

  /**
   * Limits of the validity of user keys in addition to {@code exp}.
   *
   * @param leeway tolerance for the clock of the signer
   * @param withoutEnd validity of a key without {@code exp} after {@code iat}, if it has one
   * @param maxAge the project's maximum age of keys; empty if it has none
   */
  record Lifetime(Duration leeway, Duration withoutEnd, Optional<Duration> maxAge) {}

  /**
   * Checks that the token is valid now.
   *
   * @throws ApiException 401 if it is not
   */
  void checkTime(Instant now, Lifetime lifetime) {
    NUMERIC_DATES.forEach(this::checkSeconds);
    Optional<Instant> end = end(now, lifetime);
    if (end.isPresent() && !now.isBefore(end.get().plus(lifetime.leeway()))) {
      throw ApiException.unauthenticated("user_key", "expired", HEADER);
    }
    Optional<Instant> begin = instant(claims.getNotBeforeTime());
    if (begin.isPresent() && now.isBefore(begin.get().minus(lifetime.leeway()))) {
      throw invalid("nbf", "it is not valid yet");
    }
  }

  /** When the token expires; empty if it does not expire. */
  private Optional<Instant> end(Instant now, Lifetime lifetime) {
    Optional<Instant> exp = instant(claims.getExpirationTime());
    if (exp.isPresent() && lifetime.maxAge().isEmpty()) {
      return exp;
    }
    Optional<Instant> iat = instant(claims.getIssueTime());
    if (iat.isPresent()) {
      if (iat.get().isAfter(now.plus(lifetime.leeway()))) {
        throw invalid("iat", "it is in the future");
      }
      Instant oldest = iat.get().plus(lifetime.maxAge().orElse(lifetime.withoutEnd()));
      return exp.filter(given -> given.isBefore(oldest)).or(() -> Optional.of(oldest));
    }
    if (lifetime.maxAge().isEmpty()) {
      return Optional.empty();
    }
    Instant latest = now.plus(lifetime.maxAge().get()).plus(lifetime.leeway());
    if (exp.isEmpty() || exp.get().isAfter(latest)) {
      throw invalid("iat", "the project limits the age of user keys, so it needs the claim iat");
    }
    return exp;
  }

  /** Rejects numbers after the year 9999, which are probably in milliseconds. */
  private void checkSeconds(String claim) {
    Object value = payload.get(claim);
    if (value instanceof Number number
        && !(number.doubleValue() >= 0 && number.doubleValue() <= LAST_SECOND)) {
      throw invalid(claim, "its claim " + claim + " must be in seconds since 1970");
    }
  }

  private static Optional<Instant> instant(@Nullable Date date) {
    return Optional.ofNullable(date).map(Date::toInstant);
  }

  static ApiException invalid(String part, String why) {
    return ApiException.invalidUserKey(part, why, HEADER);
  }

  private static ApiException notAToken() {
    return invalid("format", "it is not a signed JWT in compact serialization");
  }
}
