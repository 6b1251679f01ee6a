package com.notiflows.server.settings;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.model.Channel;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.StoredSettings;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates settings by the provider of their channel. */
public final class SettingsValidator {

  private final ProviderCatalog providers;
  private final int mostListed;

  /** Uses the providers of the spec. Finds one violation more than responses list. */
  public SettingsValidator(BundledSpec spec) {
    this(spec.providers(), spec.limits().listedViolations());
  }

  private SettingsValidator(ProviderCatalog providers, int mostListed) {
    this.providers = providers;
    this.mostListed = mostListed;
  }

  /** Returns a validator with another limit of listed violations. */
  public SettingsValidator listing(int mostListed) {
    return new SettingsValidator(providers, mostListed);
  }

  /**
   * Validates settings by the provider's schema and the channel's cap, and converts them to the
   * form to store.
   *
   * @param key hashes the device tokens
   * @param path the path of the settings in the body
   * @param violations receives the violations
   * @return empty if there are violations
   */
  public Optional<NewSettings> validate(
      Channel channel,
      TokenKey key,
      JsonNode settings,
      String path,
      List<FieldViolation> violations) {
    Provider provider =
        providers
            .find(channel.provider().name())
            .orElseThrow(() -> new IllegalStateException("The spec lacks a stored provider"));
    int most = mostListed + 1 - violations.size();
    if (most <= 0) {
      return Optional.empty();
    }
    List<FieldViolation> found =
        providers.validate(provider, Provider.Kind.SETTINGS, settings, path, most);
    violations.addAll(found);
    if (!found.isEmpty()) {
      return Optional.empty();
    }
    NewSettings valid = toStored(channel, key, settings);
    Optional<FieldViolation> overCap =
        overCap(channel, valid.tokens().size(), path + "." + DEVICE_TOKENS);
    overCap.ifPresent(violations::add);
    return overCap.isPresent() ? Optional.empty() : Optional.of(valid);
  }

  /** Converts valid settings to the form to store. */
  public static NewSettings toStored(Channel channel, TokenKey key, JsonNode settings) {
    if (!channel.hasTokens()) {
      Provider.Shape shape = channel.provider().settings().orElseThrow();
      JsonNode stored = shape.twoForms().map(forms -> forms.stored(settings)).orElse(settings);
      return new NewSettings(
          CanonicalJson.write(CanonicalJson.of(shape.collapsedLists(), stored)), List.of());
    }
    List<Identifier> tokens = new ArrayList<>();
    settings.path(DEVICE_TOKENS).forEach(token -> tokens.add(key.identifier(token.asText())));
    return new NewSettings(textWithoutTokens(settings), tokens.stream().distinct().toList());
  }

  private static String textWithoutTokens(JsonNode settings) {
    if (settings.size() == 1) {
      return StoredSettings.NO_TEXT;
    }
    ObjectNode rest = settings.deepCopy();
    rest.remove(DEVICE_TOKENS);
    return CanonicalJson.write(CanonicalJson.sorted(rest));
  }

  /**
   * The violation of the channel's cap by a number of endpoints, if any. The limit of the spec is
   * validated elsewhere.
   *
   * @param path their path in the body
   */
  public static Optional<FieldViolation> overCap(Channel channel, int count, String path) {
    return channel
        .policy()
        .cap()
        .filter(cap -> count > cap)
        .map(
            cap ->
                new FieldViolation(
                    path,
                    FieldViolation.tooMany(path, cap).message() + ", the cap of this channel",
                    Reason.TOO_MANY));
  }
}
