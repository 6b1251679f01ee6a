package com.notiflows.server.projects;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.notiflows.server.problem.AdministrationException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads RSA keys from files of administrators and from the database. */
final class RsaKeys {

  private static final int LEAST_BITS = 2048; // RFC 7518, section 3.3
  private static final int MOST_BITS = 8192;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private RsaKeys() {}

  /**
   * Reads a public key: PEM ({@code PUBLIC KEY}) or JWK.
   *
   * @throws AdministrationException if it is anything else; the message does not contain the text
   */
  static RSAPublicKey readPublic(String text) {
    return bounded(text.strip().startsWith("{") ? fromJwk(text) : fromPem(text));
  }

  /**
   * Reads a private key: PEM of PKCS #8 ({@code PRIVATE KEY}).
   *
   * @throws AdministrationException if it is anything else; the message does not contain the text
   */
  static RSAKey readPrivate(String text) {
    Matcher pem = pem(text);
    if (!pem.group(1).equals("PRIVATE KEY")) {
      throw new AdministrationException(
          "The file holds a "
              + pem.group(1)
              + ", but a PRIVATE KEY is needed. `openssl pkcs8 -topk8 -nocrypt` converts an RSA"
              + " PRIVATE KEY.");
    }
    try {
      KeyFactory factory = factory();
      var whole = (RSAPrivateCrtKey) factory.generatePrivate(spec(pem, PKCS8EncodedKeySpec::new));
      var half = new RSAPublicKeySpec(whole.getModulus(), whole.getPublicExponent());
      return new RSAKey.Builder(bounded((RSAPublicKey) factory.generatePublic(half)))
          .privateKey(whole)
          .build();
    } catch (InvalidKeySpecException | ClassCastException e) {
      throw noRsaKey();
    }
  }

  /** Reads a stored key. */
  static RSAPublicKey stored(byte[] der) {
    try {
      return (RSAPublicKey) factory().generatePublic(new X509EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("A stored signing key can't be read", e);
    }
  }

  /** The default name of a key: its thumbprint by RFC 7638. */
  static String thumbprint(RSAPublicKey key) {
    try {
      return new RSAKey.Builder(key).build().computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static RSAPublicKey fromPem(String text) {
    Matcher pem = pem(text);
    if (!pem.group(1).equals("PUBLIC KEY")) {
      throw new AdministrationException(
          "The file holds a "
              + pem.group(1)
              + ", but a PUBLIC KEY is needed. `openssl rsa -in private.pem -pubout` prints the"
              + " public key of a private key.");
    }
    try {
      return (RSAPublicKey) factory().generatePublic(spec(pem, X509EncodedKeySpec::new));
    } catch (InvalidKeySpecException | ClassCastException e) {
      throw noRsaKey();
    }
  }

  private static RSAPublicKey fromJwk(String text) {
    try {
      JWK jwk = JWK.parse(text);
      if (jwk.isPrivate()) {
        throw new AdministrationException(
            "The file holds a private key. Register its public half, and keep the other to"
                + " yourself.");
      }
      return jwk.toRSAKey().toRSAPublicKey();
    } catch (ParseException | JOSEException | ClassCastException e) {
      throw noRsaKey();
    }
  }

  private static Matcher pem(String text) {
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new AdministrationException("The file holds neither PEM nor a JWK.");
    }
    return pem;
  }

  private static EncodedKeySpec spec(
      Matcher pem, java.util.function.Function<byte[], EncodedKeySpec> kind) {
    try {
      return kind.apply(Base64.getMimeDecoder().decode(pem.group(2)));
    } catch (IllegalArgumentException e) {
      throw noRsaKey();
    }
  }

  private static RSAPublicKey bounded(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < LEAST_BITS || bits > MOST_BITS) {
      throw new AdministrationException(
          "The key has " + bits + " bits, but " + LEAST_BITS + " to " + MOST_BITS + " are needed.");
    }
    return key;
  }

  private static AdministrationException noRsaKey() {
    return new AdministrationException("The file holds no RSA key that is valid.");
  }

  private static KeyFactory factory() {
    try {
      return KeyFactory.getInstance("RSA");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has RSA", e);
    }
  }
}
