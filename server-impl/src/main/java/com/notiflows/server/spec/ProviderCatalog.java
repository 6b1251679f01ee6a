package com.notiflows.server.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The providers of the bundled spec, and the validation of their settings. */
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
      Provider provider = provider(document, checks, node, settingNames);
      byName.put(provider.name(), provider);
    }
    return new ProviderCatalog(byName, settingNames);
  }

  private static Provider provider(
      JsonNode document, SchemaChecks checks, JsonNode node, Set<String> settingNames) {
    Optional<Provider.Shape> settings =
        shape(document, checks, node.path("settings"), settingNames);
    Optional<Provider.Shape> subscriptions =
        shape(document, checks, node.path("subscriptions"), settingNames);
    Optional<Integer> mostSubscriptions =
        subscriptions.map(
            any -> document.path("x-notiflows-limits").path("subscriptions").intValue());
    return new Provider(
        node.path("name").asText(),
        node.path("channel_type").asText(),
        Optional.ofNullable(node.get("token_ownership"))
            .map(JsonNode::asText)
            .map(TokenOwnership::of),
        settings,
        subscriptions,
        Optional.ofNullable(node.path("subscriptions").get("endpoint")).map(JsonNode::asText),
        settings
            .map(shape -> shape.longest().get(Provider.DEVICE_TOKENS))
            .or(() -> mostSubscriptions));
  }

  private static Optional<Provider.Shape> shape(
      JsonNode document, SchemaChecks checks, JsonNode forms, Set<String> settingNames) {
    if (forms.isMissingNode()) {
      return Optional.empty();
    }
    JsonNode written = forms.path("written");
    List<String> collapsed = new ArrayList<>();
    Map<String, Integer> longest = new HashMap<>();
    for (Map.Entry<String, JsonNode> property :
        SchemaChecks.resolve(document, written).path("properties").properties()) {
      settingNames.add(property.getKey());
      JsonNode schema = SchemaChecks.resolve(document, property.getValue());
      if (schema.path("maxItems").isInt()) {
        longest.put(property.getKey(), schema.path("maxItems").intValue());
      }
      if (schema.path("x-notiflows-collapse-repeats").asBoolean()) {
        collapsed.add(property.getKey());
      }
    }
    return Optional.of(
        new Provider.Shape(
            checks.of(written),
            checks.of(forms.path("stored")),
            collapsed,
            longest,
            TwoForms.of(document, SchemaChecks.resolve(document, written))));
  }

  /** All providers, by name. */
  public Collection<Provider> all() {
    return byName.values();
  }

  /** The provider of that name, if the spec has it. */
  public Optional<Provider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The provider of that name; one without settings if the spec no longer has it. */
  public Provider findOrNone(String name, String channelType) {
    return find(name)
        .orElseGet(
            () ->
                new Provider(
                    name,
                    channelType,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
  }

  /**
   * Validates settings for a channel of this provider, up to a number of violations.
   *
   * @param kind the kind of settings
   * @param settings an object
   * @param path the path of the settings in the body, such as {@code settings}
   */
  public List<FieldViolation> validate(
      Provider provider, Provider.Kind kind, JsonNode settings, String path, int most) {
    if (provider.shape(kind).isEmpty()) {
      String message =
          "is not supported: channels of the provider "
              + provider.name()
              + " take no "
              + kind.name().toLowerCase(Locale.ROOT);
      return List.of(new FieldViolation(path, message, Reason.NOT_SUPPORTED));
    }
    Provider.Shape shape = provider.shape(kind).get();
    List<FieldViolation> found = new ArrayList<>(shape.written().violations(settings, path, most));
    if (found.size() < most) {
      shape.twoForms().ifPresent(forms -> found.addAll(forms.violations(settings, path)));
    }
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
