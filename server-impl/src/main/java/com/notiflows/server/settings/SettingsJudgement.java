package com.notiflows.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import java.util.List;

/** Judges settings by the provider of their channel. */
final class SettingsJudgement {

  private final ProviderCatalog providers;

  SettingsJudgement(ProviderCatalog providers) {
    this.providers = providers;
  }

  /**
   * The settings as they are stored.
   *
   * @param path where they stand in the body
   * @param violations gets everything that is wrong; if anything is, the result means nothing
   */
  JsonNode judge(
      String providerName, JsonNode settings, String path, List<FieldViolation> violations) {
    Provider provider =
        providers
            .find(providerName)
            .orElseThrow(() -> new IllegalStateException("No such provider: " + providerName));
    List<FieldViolation> found = providers.judge(provider, settings, path);
    violations.addAll(found);
    return found.isEmpty() ? CanonicalJson.of(provider, settings) : settings;
  }
}
