package com.notiflows.server.projects;

import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.persistence.SigningKeyMapper;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.problem.AdministrationException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The keys with which a project's backend signs JWTs for its users, for administrators. */
public final class SigningKeyService {

  private static final Pattern KID = Pattern.compile("[!-~]{1,128}");

  private final ProjectService projects;
  private final Transactions transactions;
  private final Clock clock;

  /** Uses the clock for times of registration and retirement. */
  public SigningKeyService(ProjectService projects, Transactions transactions, Clock clock) {
    this.projects = projects;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A registered key.
   *
   * @param kid its name in the header of JWTs
   * @param bits the length of its modulus
   */
  public record SigningKey(String kid, int bits, Instant createdAt, Optional<Instant> retiredAt) {}

  /**
   * Registers a public key. The User API then accepts JWTs that are signed with its private key.
   *
   * @param publicKey RSA of 2048 to 8192 bits, as PEM or JWK
   * @param name its {@code kid}; its thumbprint by RFC 7638 if empty
   * @throws AdministrationException if the key or the name is invalid, or already registered
   */
  public SigningKey register(UUID projectId, String publicKey, Optional<String> name) {
    projects.require(projectId);
    RSAPublicKey key = RsaKeys.readPublic(publicKey);
    String kid = name.orElseGet(() -> RsaKeys.thumbprint(key));
    if (!KID.matcher(kid).matches()) {
      throw new AdministrationException(
          "A kid has 1 to 128 characters of ASCII, none of them a space.");
    }
    SigningKeyMapper.Row row =
        new SigningKeyMapper.Row(
            projectId,
            bytes(kid),
            key.getEncoded(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            null);
    try {
      projects.change(projectId, mappers -> mappers.get(SigningKeyMapper.class).insert(row));
    } catch (DatabaseException e) {
      if (e.kind() == DatabaseException.Kind.DUPLICATE) {
        throw new AdministrationException(
            "The project already has a signing key with this kid. `signing-keys list` shows it.");
      }
      throw e;
    }
    return signingKey(row);
  }

  /**
   * The keys of a project including retired ones, oldest first.
   *
   * @throws AdministrationException if there is no such project
   */
  public List<SigningKey> list(UUID projectId) {
    projects.require(projectId);
    return transactions.single(SigningKeyMapper.class, mapper -> mapper.list(projectId)).stream()
        .map(SigningKeyService::signingKey)
        .toList();
  }

  /**
   * Retires a key. Its JWTs are rejected from the next request on.
   *
   * @throws AdministrationException if the project has no such key, or if it is already retired
   */
  public void retire(UUID projectId, String kid) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    int retired =
        projects.change(
            projectId,
            mappers -> mappers.get(SigningKeyMapper.class).retire(projectId, bytes(kid), now));
    if (retired == 0) {
      throw new AdministrationException(
          "The project has no active signing key "
              + kid
              + ". `signing-keys list` lists all signing keys.");
    }
  }

  private static SigningKey signingKey(SigningKeyMapper.Row row) {
    return new SigningKey(
        new String(row.kid(), StandardCharsets.UTF_8),
        RsaKeys.stored(row.publicKey()).getModulus().bitLength(),
        row.createdAt(),
        Optional.ofNullable(row.retiredAt()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
