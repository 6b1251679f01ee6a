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

  /**
   * Validates by the providers of that spec, and looks for one violation more than responses list.
   */
  public SettingsValidator(BundledSpec spec) {
    this(spec.providers(), spec.limits().listedViolations());
  }

  private SettingsValidator(ProviderCatalog providers, int mostListed) {
    this.providers = providers;
    this.mostListed = mostListed;
  }

  /** Returns the same validator for a response that has room for so many violations. */
  public SettingsValidator listing(int mostListed) {
    return new SettingsValidator(providers, mostListed);
  }

  /**
   * Settings as they will be stored, by the provider's schema and the channel's cap.
   *
   * @param key hashes the device tokens
   * @param path where the settings are in the body
   * @param violations gets everything that is wrong
   * @return empty if anything is wrong
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

  /** Settings that fulfil the provider's schema, as they will be stored. */
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
   * What is wrong with so many endpoints on a channel, if anything is. The bound of the spec is
   * validated elsewhere.
   *
   * @param path where they are in the body
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
