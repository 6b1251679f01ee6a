package com.notiflows.server.settings.model;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import java.util.List;

/** Validates settings by the provider of their channel. */
public final class SettingsValidator {

  private final ProviderCatalog providers;
  private final int mostListed;

  /** Validates by the providers of that spec. It looks for one violation more than answers list. */
  public SettingsValidator(BundledSpec spec) {
    this(spec.providers(), spec.limits().listedViolations());
  }

  private SettingsValidator(ProviderCatalog providers, int mostListed) {
    this.providers = providers;
    this.mostListed = mostListed;
  }

  /** The same for an answer that has room for so many violations. */
  public SettingsValidator listing(int mostListed) {
    return new SettingsValidator(providers, mostListed);
  }

  /**
   * The settings of a user as they are stored on a channel, validated by its provider and its cap.
   *
   * @param path where they stand in the body
   * @param violations gets everything that is wrong; if anything is, the result means nothing
   */
  public JsonNode validate(
      Access.Channel channel, JsonNode settings, String path, List<FieldViolation> violations) {
    int before = violations.size();
    JsonNode canonical =
        validate(channel.provider(), Provider.Kind.SETTINGS, settings, path, violations);
    int tokens = canonical.path(DEVICE_TOKENS).size();
    if (violations.size() == before) {
      DeviceTokens.overCap(channel, tokens, path + "." + DEVICE_TOKENS).ifPresent(violations::add);
    }
    return canonical;
  }

  /**
   * The settings as they are stored.
   *
   * @param kind what they are for
   * @param path where they stand in the body
   * @param violations gets everything that is wrong; if anything is, the result means nothing
   */
  public JsonNode validate(
      String providerName,
      Provider.Kind kind,
      JsonNode settings,
      String path,
      List<FieldViolation> violations) {
    Provider provider =
        providers
            .find(providerName)
            .orElseThrow(() -> new IllegalStateException("No such provider: " + providerName));
    int most = mostListed + 1 - violations.size();
    if (most <= 0) {
      return settings;
    }
    List<FieldViolation> found = providers.validate(provider, kind, settings, path, most);
    violations.addAll(found);
    if (!found.isEmpty()) {
      return settings;
    }
    Provider.Shape shape = provider.shape(kind).orElseThrow();
    JsonNode stored = shape.twoForms().map(forms -> forms.stored(settings)).orElse(settings);
    return CanonicalJson.of(shape.collapsedLists(), stored);
  }
}
