package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings with two forms for writing: some of their fields are in a nested object or at the top
 * level. They are stored at the top level.
 *
 * @param nested the name of the object
 * @param fields the fields of the object
 * @param ignored fields of the settings that are accepted and not stored
 */
public record TwoForms(String nested, List<String> fields, List<String> ignored) {

  private static final String KEYWORD = "x-notiflows-two-forms";

  /** Copies the lists. */
  public TwoForms {
    fields = List.copyOf(fields);
    ignored = List.copyOf(ignored);
  }

  /** The forms of a schema; empty if it has only one. */
  static Optional<TwoForms> of(JsonNode document, JsonNode schema) {
    JsonNode forms = schema.path(KEYWORD);
    if (forms.isMissingNode()) {
      return Optional.empty();
    }
    String nested = forms.path("nested").asText();
    JsonNode object = SchemaChecks.resolve(document, schema.path("properties").path(nested));
    List<String> ignored = new ArrayList<>();
    forms.path("ignored").forEach(name -> ignored.add(name.asText()));
    List<String> fields = new ArrayList<>();
    object.path("properties").fieldNames().forEachRemaining(fields::add);
    return Optional.of(new TwoForms(nested, fields, ignored));
  }

  /**
   * Violations of mixed or missing forms. The schema validates the content of the nested object.
   *
   * @param path the path of the settings in the body
   */
  List<FieldViolation> violations(JsonNode settings, String path) {
    boolean isNested = settings.has(nested);
    List<FieldViolation> found = new ArrayList<>();
    for (String field : fields) {
      String place = FieldPath.child(path, field);
      if (isNested && settings.path(nested).isObject() && settings.has(field)) {
        String message = "must be omitted because " + nested + " is given";
        found.add(new FieldViolation(place, message, Reason.INVALID_VALUE));
      } else if (!isNested && !settings.has(field)) {
        String message = "is required, or " + nested + " instead";
        found.add(new FieldViolation(place, message, Reason.REQUIRED));
      }
    }
    return found;
  }

  /** Converts valid settings to the stored form. */
  public JsonNode stored(JsonNode settings) {
    ObjectNode stored = settings.deepCopy();
    if (stored.remove(nested) instanceof ObjectNode object) {
      stored.setAll(object);
    }
    return stored.remove(ignored);
  }
}
