package com.notiflows.server.settings.model;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import java.util.List;

/** Judges settings by the provider of their channel. */
public final class SettingsJudgement {

  private final ProviderCatalog providers;

  /** Judges by those providers. */
  public SettingsJudgement(ProviderCatalog providers) {
    this.providers = providers;
  }

  /**
   * The settings of a user as they are stored on a channel, judged by its provider and its cap.
   *
   * @param path where they stand in the body
   * @param violations gets everything that is wrong; if anything is, the result means nothing
   */
  public JsonNode judge(
      Access.Channel channel, JsonNode settings, String path, List<FieldViolation> violations) {
    int before = violations.size();
    JsonNode canonical =
        judge(channel.provider(), Provider.Kind.SETTINGS, settings, path, violations);
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
  public JsonNode judge(
      String providerName,
      Provider.Kind kind,
      JsonNode settings,
      String path,
      List<FieldViolation> violations) {
    Provider provider =
        providers
            .find(providerName)
            .orElseThrow(() -> new IllegalStateException("No such provider: " + providerName));
    List<FieldViolation> found = providers.judge(provider, kind, settings, path);
    violations.addAll(found);
    if (!found.isEmpty()) {
      return settings;
    }
    Provider.Shape shape = provider.shape(kind).orElseThrow();
    JsonNode stored = shape.twoForms().map(forms -> forms.stored(settings)).orElse(settings);
    return CanonicalJson.of(shape.collapsedLists(), stored);
  }
}
