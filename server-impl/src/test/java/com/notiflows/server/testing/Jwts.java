package com.notiflows.server.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.persistence.SigningKeyMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Creates valid and invalid JWTs without a library. */
public final class Jwts {

  /** A signing key for tests, generated in every run. */
  public static final KeyPair OURS = keyPair(2048);

  /** A key that is registered in no project. */
  public static final KeyPair THEIRS = keyPair(2048);

  private Jwts() {}

  /** A JWT signed with RS256. */
  public static String sign(KeyPair key, String header, String claims) {
    return sign("SHA256withRSA", key.getPrivate(), header, claims);
  }

  /** A JWT signed with any algorithm of Java. */
  public static String sign(String algorithm, PrivateKey key, String header, String claims) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      String signed = encode(header) + "." + encode(claims);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A JWT with an HMAC instead of a signature, whose secret is the public key. */
  public static String confuse(KeyPair key, String header, String claims) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getPublic().getEncoded(), "HmacSHA256"));
      String signed = encode(header) + "." + encode(claims);
      return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The header of a valid JWT. */
  public static String header(String kid) {
    return json(Map.of("alg", "RS256", "typ", "JWT", "kid", kid));
  }

  /** The claims of a valid JWT, with additional or replaced ones; null omits a claim. */
  public static String claims(String subject, Instant now, Map<String, @Nullable Object> others) {
    Map<String, @Nullable Object> claims = new TreeMap<>();
    claims.put("sub", subject);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 600);
    claims.putAll(others);
    claims.values().removeIf(value -> value == null);
    return json(claims);
  }

  /** A key pair. */
  public static KeyPair keyPair(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key as PEM. */
  public static String pem(java.security.Key key) {
    String kind = key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY";
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  /** The public half of a key as it is stored. */
  public static SigningKeyMapper.Row row(
      UUID project, String kid, KeyPair key, @Nullable Instant retiredAt) {
    return new SigningKeyMapper.Row(
        project,
        kid.getBytes(StandardCharsets.UTF_8),
        key.getPublic().getEncoded(),
        Instant.EPOCH,
        retiredAt);
  }

  private static String json(Map<String, ?> object) {
    JsonNode tree = new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(object);
    return tree.toString();
  }

  /** Base64url without padding, as in JWTs. */
  public static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
