package com.notiflows.server.changes;

import com.notiflows.server.json.InvalidJsonException;
import com.notiflows.server.json.StrictJson;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Hash;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.persistence.UserRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state without anything secret or personal: the schema {@code ChangeState} of the spec.
 *
 * @param updatedAt of the settings or the profile
 * @param endpoints fingerprints of the live endpoints, in order
 * @param fields the names of the fields that have a value, in alphabetical order
 */
public record MaskedState(Instant updatedAt, List<String> endpoints, List<String> fields) {

  private static final int FINGERPRINT_BYTES = 8;
  private static final StrictJson JSON = StrictJson.stored();

  /** Copies the lists. */
  public MaskedState {
    endpoints = List.copyOf(endpoints);
    fields = List.copyOf(fields);
  }

  /** What a user has on a channel; empty if nothing is stored. */
  public static Optional<MaskedState> of(UserChannel stored) {
    return stored
        .settings()
        .map(
            settings ->
                new MaskedState(
                    settings.updatedAt(),
                    stored.live().stream()
                        .map(Endpoint::hash)
                        .map(MaskedState::fingerprint)
                        .toList(),
                    fields(settings.text())));
  }

  /** A profile. */
  public static MaskedState of(UserRow profile) {
    Map<String, @Nullable Object> fields = new TreeMap<>();
    fields.put("avatar", profile.avatar());
    fields.put("custom_fields", profile.customFields());
    fields.put("email", profile.email());
    fields.put("first_name", profile.firstName());
    fields.put("last_name", profile.lastName());
    fields.put("locale", profile.locale());
    fields.put("phone", profile.phone());
    fields.put("preferences", profile.preferences());
    fields.put("timezone", profile.timezone());
    fields.values().removeIf(value -> value == null);
    return new MaskedState(profile.updatedAt(), List.of(), List.copyOf(fields.keySet()));
  }

  /**
   * The start of the keyed hash of an identifier: equal identifiers of a project have equal ones.
   */
  public static String fingerprint(Hash identifier) {
    return HexFormat.of().formatHex(Arrays.copyOf(identifier.bytes(), FINGERPRINT_BYTES));
  }

  private static List<String> fields(String settings) {
    if (settings.equals(StoredSettings.NO_TEXT)) {
      return List.of();
    }
    try {
      List<String> names = new ArrayList<>();
      JSON.read(settings).fieldNames().forEachRemaining(names::add);
      return names; // stored text has sorted keys
    } catch (InvalidJsonException e) {
      return List.of(); // changed in the database; a write must be able to replace them
    }
  }
}
