package com.notiflows.server.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.f4b6a3.uuid.UuidCreator;
import com.notiflows.server.model.Channel;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.projects.TokenKey;
import com.notiflows.server.settings.CanonicalJson;
import com.notiflows.server.settings.SettingsValidator;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.ProviderCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates subscriptions by the provider of their channel. */
public final class SubscriptionValidator {

  private final ProviderCatalog providers;
  private final int mostListed;

  /**
   * Validates by the providers of that spec, and looks for one violation more than responses list.
   */
  public SubscriptionValidator(BundledSpec spec) {
    this(spec.providers(), spec.limits().listedViolations());
  }

  private SubscriptionValidator(ProviderCatalog providers, int mostListed) {
    this.providers = providers;
    this.mostListed = mostListed;
  }

  /** Returns the same validator for a response that has room for so many violations. */
  public SubscriptionValidator listing(int newMostListed) {
    return new SubscriptionValidator(providers, newMostListed);
  }

  /**
   * A subscription as it was sent.
   *
   * @param identifier the caller's name for it
   */
  public record Sent(String identifier, JsonNode settings) {

    /** Omits identifier and settings because they lead to a device. */
    @Override
    public String toString() {
      return "Sent";
    }
  }

  /**
   * A subscription as it will be stored.
   *
   * @param key hashes the endpoint
   * @param path where its settings are in the body
   * @param violations gets everything that is wrong
   * @return empty if anything is wrong
   */
  public Optional<NewSubscription> validate(
      Channel channel, TokenKey key, Sent sent, String path, List<FieldViolation> violations) {
    int most = mostListed + 1 - violations.size();
    if (most <= 0) {
      return Optional.empty();
    }
    List<FieldViolation> found = violations(channel, sent.settings(), path, most);
    violations.addAll(found);
    return found.isEmpty() ? Optional.of(toStored(channel, key, sent)) : Optional.empty();
  }

  /**
   * All subscriptions of a user as they will be stored, each endpoint and each name once.
   *
   * @param key hashes the endpoints
   * @param path where they are in the body
   * @param violations gets everything that is wrong
   * @return empty if anything is wrong
   */
  public Optional<List<NewSubscription>> validateAll(
      Channel channel,
      TokenKey key,
      List<Sent> sent,
      String path,
      List<FieldViolation> violations) {
    if (!channel.takesSubscriptions()) {
      violations.addAll(violations(channel, MissingNode.getInstance(), path, 1));
      return Optional.empty();
    }
    List<NewSubscription> valid = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      String settings = path + "[" + i + "].settings";
      validate(channel, key, sent.get(i), settings, violations).ifPresent(valid::add);
    }
    if (valid.size() < sent.size()) {
      return Optional.empty();
    }
    List<NewSubscription> collapsed = NewSubscription.collapsed(valid);
    Optional<FieldViolation> overCap = SettingsValidator.overCap(channel, collapsed.size(), path);
    overCap.ifPresent(violations::add);
    return overCap.isPresent() ? Optional.empty() : Optional.of(collapsed);
  }

  private List<FieldViolation> violations(
      Channel channel, JsonNode settings, String path, int most) {
    return providers.validate(
        channel.provider(), Provider.Kind.SUBSCRIPTIONS, settings, path, most);
  }

  private static NewSubscription toStored(Channel channel, TokenKey key, Sent sent) {
    String field = channel.provider().endpointField().orElseThrow();
    JsonNode stored =
        channel
            .provider()
            .subscriptions()
            .flatMap(Provider.Shape::twoForms)
            .map(forms -> forms.stored(sent.settings()))
            .orElse(sent.settings());
    return new NewSubscription(
        UuidCreator.getTimeOrderedEpoch(),
        sent.identifier(),
        key.identifier(stored.path(field).asText()),
        CanonicalJson.write(CanonicalJson.sorted(stored)));
  }
}
