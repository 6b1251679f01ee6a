package com.notiflows.server.demo;

import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.projects.SigningKeyService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;

/** Signs user keys of the demo. The key pair is created at the first start, in the data folder. */
final class DemoSigningKey {

  private static final String FILE = "demo-signing-key.pem";
  private static final String PUBLIC_FILE = "demo-signing-key.pub.pem";
  private static final int BITS = 2048;

  private final Path file;
  private final UserKeySigner signer;

  private DemoSigningKey(Path file, UserKeySigner signer) {
    this.file = file;
    this.signer = signer;
  }

  /** Reads the key in a folder, or creates it, and registers it with the demo project. */
  static DemoSigningKey in(Path folder, Transactions transactions) throws IOException {
    Path file = folder.resolve(FILE);
    Path publicHalf = folder.resolve(PUBLIC_FILE);
    boolean isNew = !Files.exists(file);
    if (isNew) {
      create(file, publicHalf);
    }
    UserKeySigner signer = new UserKeySigner(Files.readString(file), Files.readString(publicHalf));
    Clock clock = Clock.systemUTC();
    SigningKeyService keys =
        new SigningKeyService(new ProjectService(transactions, clock), transactions, clock);
    if (isNew || keys.list(DemoProject.ID).isEmpty()) {
      signer.register(transactions);
    }
    return new DemoSigningKey(file, signer);
  }

  private static void create(Path file, Path publicHalf) throws IOException {
    KeyPair key = RsaKeys.generate(BITS);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(publicHalf, RsaKeys.pem(key.getPublic()));
    Files.createFile(file);
    if (!file.toFile().setReadable(false, false) || !file.toFile().setReadable(true, true)) {
      throw new IOException("Can't restrict the permissions of the file " + file + ".");
    }
    Files.writeString(file, RsaKeys.pem(key.getPrivate()));
  }

  /** The file of the private key. */
  Path file() {
    return file;
  }

  /** Signs user keys with this key. */
  UserKeySigner signer() {
    return signer;
  }

  /** A user key that works for a day. */
  String token(String externalId) {
    return signer.userKey(externalId, Clock.systemUTC(), Duration.ofDays(1));
  }
}
