package com.notiflows.server.demo;

import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.SigningKeyService;
import com.notiflows.server.projects.TokenSigner;
import com.notiflows.server.testing.Jwts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Signs the demo's users in. The key is made at the first start and kept beside the data. */
final class DemoSigningKey {

  private static final String FILE = "demo-signing-key.pem";
  private static final String PUBLIC_FILE = "demo-signing-key.pub.pem";
  private static final int BITS = 2048;

  private final Path file;

  private DemoSigningKey(Path file) {
    this.file = file;
  }

  /** The key in a folder, registered with the demo project; both are made if they aren't there. */
  static DemoSigningKey in(Path folder, Transactions transactions) throws IOException {
    Path file = folder.resolve(FILE);
    Path publicHalf = folder.resolve(PUBLIC_FILE);
    boolean isNew = !Files.exists(file);
    if (isNew) {
      KeyPair key = Jwts.keyPair(BITS);
      Files.createDirectories(folder);
      Files.writeString(publicHalf, Jwts.pem(key.getPublic()));
      Files.createFile(file);
      if (!file.toFile().setReadable(false, false) || !file.toFile().setReadable(true, true)) {
        throw new IOException("The file " + file + " can't be closed to others.");
      }
      Files.writeString(file, Jwts.pem(key.getPrivate()));
    }
    Clock clock = Clock.systemUTC();
    SigningKeyService keys =
        new SigningKeyService(new ProjectService(transactions, clock), transactions, clock);
    if (isNew || keys.list(DemoProject.ID).isEmpty()) {
      keys.register(DemoProject.ID, Files.readString(publicHalf), Optional.empty());
    }
    return new DemoSigningKey(file);
  }

  /** Where the private key is. */
  Path file() {
    return file;
  }

  /** A user key that works for a day. */
  String token(String externalId) throws IOException {
    return new TokenSigner(Clock.systemUTC())
        .sign(Files.readString(file), Optional.empty(), externalId, Duration.ofDays(1));
  }
}
