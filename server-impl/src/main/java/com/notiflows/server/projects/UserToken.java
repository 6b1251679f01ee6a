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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JWT by which a user's app calls: read first, so that its signing key and its user can be looked
 * up, and judged afterwards. Nothing that it claims counts before that.
 */
final class UserToken {

  /** The header of the JWT. */
  static final String HEADER = "x-notiflows-user-key";

  private final SignedJWT jwt;
  private final JWTClaimsSet claims;

  private UserToken(SignedJWT jwt, JWTClaimsSet claims) {
    this.jwt = jwt;
    this.claims = claims;
  }

  /**
   * Reads a JWT.
   *
   * @param json reads header and claims within its limits before the library sees them
   * @param mostBytes how long it may be
   * @throws ApiException 401 if it is no JWT that RS256 signed
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
      if (claims == null) {
        throw notAToken();
      }
      return new UserToken(jwt, claims);
    } catch (InvalidJsonException | ParseException | IllegalArgumentException e) {
      throw notAToken();
    }
  }

  /** The name of the key that signed it, if it tells. */
  Optional<String> kid() {
    return Optional.ofNullable(jwt.getHeader().getKeyID());
  }

  /** The external id that it claims; empty if none. */
  Optional<String> subject() {
    return Optional.ofNullable(claims.getSubject());
  }

  /** Whether that key signed it. */
  boolean isSignedBy(RSAPublicKey key) {
    try {
      return jwt.verify(new RSASSAVerifier(key));
    } catch (JOSEException e) {
      return false; // what can't be verified is not signed
    }
  }

  /**
   * Judges when it is valid.
   *
   * @throws ApiException 401 outside of that time
   */
  void judgeTime(Instant now, Duration leeway) {
    Date end = claims.getExpirationTime();
    if (end == null) {
      throw invalid("exp", "it has no claim exp, so it would never end");
    }
    if (!now.isBefore(end.toInstant().plus(leeway))) {
      throw ApiException.unauthenticated("user_key", "expired", HEADER);
    }
    @Nullable Date begin = claims.getNotBeforeTime();
    if (begin != null && now.isBefore(begin.toInstant().minus(leeway))) {
      throw invalid("nbf", "it is not valid yet");
    }
  }

  static ApiException invalid(String part, String why) {
    return ApiException.invalidUserKey(part, why, HEADER);
  }

  private static ApiException notAToken() {
    return invalid("format", "it is no signed JWT in the compact form");
  }
}
