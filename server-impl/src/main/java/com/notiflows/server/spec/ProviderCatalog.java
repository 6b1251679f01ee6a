package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers of the bundled spec, and their judgement of settings. */
public final class ProviderCatalog {

  private final Map<String, Provider> byName;
  private final Set<String> settingNames;

  private ProviderCatalog(Map<String, Provider> byName, Set<String> settingNames) {
    this.byName = Collections.unmodifiableMap(byName);
    this.settingNames = Set.copyOf(settingNames);
  }

  static ProviderCatalog of(JsonNode document, SchemaChecks checks) {
    Map<String, Provider> byName = new LinkedHashMap<>();
    Set<String> settingNames = new HashSet<>();
    for (JsonNode node : document.path("x-notiflows-providers")) {
      JsonNode written = node.path("settings").path("written");
      List<String> collapsed = new ArrayList<>();
      if (!written.isMissingNode()) {
        SchemaChecks.resolve(document, written)
            .path("properties")
            .properties()
            .forEach(
                property -> {
                  settingNames.add(property.getKey());
                  JsonNode schema = SchemaChecks.resolve(document, property.getValue());
                  if (schema.path("x-notiflows-collapse-repeats").asBoolean()) {
                    collapsed.add(property.getKey());
                  }
                });
      }
      Optional<SchemaCheck> check =
          written.isMissingNode() ? Optional.empty() : Optional.of(checks.of(written));
      String name = node.path("name").asText();
      byName.put(name, new Provider(name, node.path("channel_type").asText(), check, collapsed));
    }
    return new ProviderCatalog(byName, settingNames);
  }

  /** All providers, by name. */
  public Collection<Provider> all() {
    return byName.values();
  }

  /** The provider of that name, if the spec has it. */
  public Optional<Provider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Everything that is wrong with settings for a channel of this provider.
   *
   * @param settings an object
   * @param path where the settings stand in the body, such as {@code settings}
   */
  public List<FieldViolation> judge(Provider provider, JsonNode settings, String path) {
    if (provider.written().isEmpty()) {
      String message =
          "is not supported: channels of the provider " + provider.name() + " take no settings";
      return List.of(new FieldViolation(path, message, Reason.NOT_SUPPORTED));
    }
    List<FieldViolation> found = provider.written().get().violations(settings, path);
    List<FieldViolation> told = new ArrayList<>(found.size());
    for (FieldViolation violation : found) {
      told.add(
          isOfAnotherProvider(violation, path) ? wrongProvider(violation, provider) : violation);
    }
    return told;
  }

  private boolean isOfAnotherProvider(FieldViolation violation, String path) {
    return violation.reason() == Reason.UNKNOWN_FIELD
        && violation.field().startsWith(path + ".")
        && settingNames.contains(violation.field().substring(path.length() + 1));
  }

  private static FieldViolation wrongProvider(FieldViolation violation, Provider provider) {
    String message =
        "belongs to another provider; the provider of this channel is " + provider.name();
    return new FieldViolation(violation.field(), message, Reason.WRONG_PROVIDER);
  }
}
