package com.notiflows.server.settings;

import com.notiflows.server.model.Hash;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.settings.Registration.Facts;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes to a list of device tokens, with the hashes of all tokens in them.
 *
 * @param identifiers all tokens, by text
 * @param facts metadata of devices, by token
 */
public record HashedChanges(
    DeviceTokenChanges changes, Map<String, Identifier> identifiers, Map<String, Facts> facts) {

  /** Hashes the tokens of the changes. */
  public static HashedChanges of(DeviceTokenChanges changes, TokenKey key) {
    Map<String, Identifier> identifiers = new HashMap<>();
    Stream.concat(changes.added().stream(), changes.unwanted().stream())
        .forEach(token -> identifiers.computeIfAbsent(token, key::identifier));
    Map<String, Facts> facts = new HashMap<>();
    for (DeviceFacts device : changes.devices()) {
      String text = CanonicalJson.write(CanonicalJson.sorted(device.facts()));
      facts.put(device.token(), new Facts(device.installationId().map(key::hash), text));
    }
    return new HashedChanges(changes, identifiers, facts);
  }

  Hash hash(String token) {
    return Objects.requireNonNull(identifiers.get(token)).hash();
  }

  Set<Hash> addedHashes() {
    return changes.added().stream().map(this::hash).collect(Collectors.toSet());
  }

  Optional<Facts> factsOf(String token) {
    return Optional.ofNullable(facts.get(token));
  }

  Set<Hash> installations() {
    return facts.values().stream()
        .flatMap(each -> each.installation().stream())
        .collect(Collectors.toSet());
  }

  long weight() {
    return 256L
        + identifiers.keySet().stream().mapToLong(token -> 256L + token.length()).sum()
        + facts.values().stream().mapToLong(each -> each.text().length()).sum();
  }

  /** Omits the changes because they contain device tokens. */
  @Override
  public String toString() {
    return "HashedChanges";
  }
}
