package com.notiflows.server.demo;

import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.SigningKeyService;
import com.notiflows.server.projects.TokenSigner;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Signs user keys (JWTs) with one key pair, as the backend of a project does. */
public final class UserKeySigner {

  private final String privateKey;
  private final String publicKey;

  /** Both halves of an RSA key pair as PEM. */
  public UserKeySigner(String privateKey, String publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Registers the public key with the demo project and returns its {@code kid}. */
  public String register(Transactions transactions) {
    Clock clock = Clock.systemUTC();
    return new SigningKeyService(new ProjectService(transactions, clock), transactions, clock)
        .register(DemoProject.ID, publicKey, Optional.empty())
        .kid();
  }

  /** Signs a user key that was issued at the time of the clock. */
  public String userKey(String externalId, Clock issued, Duration lifetime) {
    return new TokenSigner(issued).sign(privateKey, Optional.empty(), externalId, lifetime);
  }
}
