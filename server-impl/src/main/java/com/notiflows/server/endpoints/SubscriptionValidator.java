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

  /** Uses the providers of the spec. Finds one violation more than responses list. */
  public SubscriptionValidator(BundledSpec spec) {
    this(spec.providers(), spec.limits().listedViolations());
  }

  private SubscriptionValidator(ProviderCatalog providers, int mostListed) {
    this.providers = providers;
    this.mostListed = mostListed;
  }

  /** Returns a validator with another limit of listed violations. */
  public SubscriptionValidator listing(int newMostListed) {
    return new SubscriptionValidator(providers, newMostListed);
  }

  /**
   * A subscription as sent.
   *
   * @param identifier the caller's name for it
   */
  public record Sent(String identifier, JsonNode settings) {

    /** Omits identifier and settings because they identify a device. */
    @Override
    public String toString() {
      return "Sent";
    }
  }

  /**
   * Converts a subscription to the form to store.
   *
   * @param key hashes the endpoint
   * @param path the path of its settings in the body
   * @param violations receives the violations
   * @return empty if there are violations
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
   * Converts all subscriptions of a user to the form to store, without duplicates.
   *
   * @param key hashes the endpoints
   * @param path their path in the body
   * @param violations receives the violations
   * @return empty if there are violations
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
