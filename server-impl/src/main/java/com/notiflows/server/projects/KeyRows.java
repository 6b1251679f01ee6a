package com.notiflows.server.projects;

import com.notiflows.server.persistence.PublicKeyMapper;
import com.notiflows.server.persistence.SecretKeyMapper;
import com.notiflows.server.persistence.Transactions.Mappers;
import com.notiflows.server.projects.KeyService.FreshKey;
import com.notiflows.server.projects.KeyService.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The stored keys of a project, of both kinds, in a transaction. */
final class KeyRows {

  private static final String SECRET_START = Kind.SECRET.prefix() + "…";
  private static final int HINT_LENGTH = 4;

  private final UUID projectId;
  private final PublicKeyMapper publicKeys;
  private final SecretKeyMapper secretKeys;

  KeyRows(UUID projectId, Mappers mappers) {
    this.projectId = projectId;
    this.publicKeys = mappers.get(PublicKeyMapper.class);
    this.secretKeys = mappers.get(SecretKeyMapper.class);
  }

  /** What is shown of a key: all of a public key, the last characters of a secret key. */
  static String shown(Kind kind, String text) {
    return kind == Kind.PUBLIC ? text : SECRET_START + hint(text);
  }

  private static String hint(String text) {
    return text.substring(text.length() - HINT_LENGTH);
  }

  void insert(FreshKey fresh) {
    KeyService.Key key = fresh.key();
    String label = key.label().orElse(null);
    Instant end = key.expiresAt().orElse(null);
    if (key.kind() == Kind.PUBLIC) {
      byte[] text = fresh.text().getBytes(StandardCharsets.UTF_8);
      publicKeys.insert(
          new PublicKeyMapper.Row(text, key.id(), projectId, key.createdAt(), end, null, label));
      return;
    }
    secretKeys.insert(
        new SecretKeyMapper.Row(
            projectId,
            Secrets.hash(fresh.text()),
            key.id(),
            hint(fresh.text()),
            key.createdAt(),
            end,
            null,
            Scopes.format(key.scopes().orElse(Set.of())),
            label,
            null));
  }

  /** Oldest first. */
  List<KeyService.Key> list() {
    return Stream.concat(
            publicKeys.list(projectId).stream().map(KeyRows::key),
            secretKeys.list(projectId).stream().map(KeyRows::key))
        .sorted(Comparator.comparing(KeyService.Key::id))
        .toList();
  }

  Optional<KeyService.Key> find(UUID keyId) {
    return list().stream().filter(key -> key.id().equals(keyId)).findFirst();
  }

  /** Returns false if there is no such key, or if it is revoked already. */
  boolean revoke(UUID keyId, Instant now) {
    return publicKeys.revoke(projectId, keyId, now) + secretKeys.revoke(projectId, keyId, now) > 0;
  }

  void expire(UUID keyId, Instant end) {
    publicKeys.expire(projectId, keyId, end);
    secretKeys.expire(projectId, keyId, end);
  }

  private static KeyService.Key key(PublicKeyMapper.Row row) {
    return new KeyService.Key(
        row.id(),
        Kind.PUBLIC,
        Optional.ofNullable(row.label()),
        new String(row.publicKey(), StandardCharsets.UTF_8),
        row.createdAt(),
        Optional.ofNullable(row.expiresAt()),
        Optional.ofNullable(row.revokedAt()),
        Optional.empty(),
        Optional.empty());
  }

  private static KeyService.Key key(SecretKeyMapper.Row row) {
    return new KeyService.Key(
        row.id(),
        Kind.SECRET,
        Optional.ofNullable(row.label()),
        SECRET_START + row.hint(),
        row.createdAt(),
        Optional.ofNullable(row.expiresAt()),
        Optional.ofNullable(row.revokedAt()),
        Scopes.parse(row.scopes()),
        Optional.ofNullable(row.lastUsedAt()));
  }
}
