package com.notiflows.server.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.settings.CanonicalJson;
import org.jspecify.annotations.Nullable;

/** The data of a user besides their ids. Unknown fields are null. */
public record Profile(
    @Nullable String email,
    @Nullable String phone,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String avatar,
    @Nullable String locale,
    @Nullable String timezone,
    ObjectNode customFields,
    ObjectNode preferences) {

  /** A profile without data. */
  public static Profile empty() {
    return new Profile(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        JsonNodeFactory.instance.objectNode(),
        JsonNodeFactory.instance.objectNode());
  }

  /**
   * Applies an update. Omitted fields are unchanged, null clears a field.
   *
   * @param update must match the schema {@code UserUpdate} of the spec
   */
  Profile merged(JsonNode update) {
    return new Profile(
        merged(email, update.get("email")),
        merged(phone, update.get("phone")),
        merged(firstName, update.get("first_name")),
        merged(lastName, update.get("last_name")),
        merged(avatar, update.get("avatar")),
        merged(locale, update.get("locale")),
        merged(timezone, update.get("timezone")),
        merged(customFields, update.path("custom_fields")),
        merged(preferences, update.path("preferences")));
  }

  private static @Nullable String merged(@Nullable String known, @Nullable JsonNode given) {
    return given == null ? known : given.textValue();
  }

  private static ObjectNode merged(ObjectNode known, JsonNode given) {
    if (given.isMissingNode()) {
      return known;
    }
    JsonNode merged =
        given.isNull()
            ? JsonNodeFactory.instance.objectNode()
            : CanonicalJson.sorted(MergePatch.apply(known, given));
    return (ObjectNode) merged;
  }
}
