package com.notiflows.server.model;

import com.notiflows.server.spec.Provider;
import com.notiflows.server.spec.TokenOwnership;
import com.notiflows.server.spec.TokenPolicy;
import java.util.Optional;
import java.util.UUID;

/**
 * A channel of a project, as far as reads and writes depend on it.
 *
 * @param policy overrides of the defaults for the provider
 */
public record Channel(UUID id, Provider provider, TokenPolicy policy) {

  /** Who may own an identifier; empty on a channel without endpoints. */
  public Optional<TokenOwnership> ownership() {
    return policy.ownershipOn(provider);
  }

  /** Whether an identifier belongs to one user at a time. */
  public boolean isExclusive() {
    return ownership().filter(TokenOwnership.EXCLUSIVE::equals).isPresent();
  }

  /** Whether users have settings on the channel. */
  public boolean takesSettings() {
    return provider.settings().isPresent();
  }

  /** Whether these settings are a list of device tokens. */
  public boolean hasTokens() {
    return takesSettings() && provider.tokenOwnership().isPresent();
  }

  /** Whether users have subscriptions on the channel. */
  public boolean takesSubscriptions() {
    return provider.subscriptions().isPresent();
  }

  /** The holder to store with an identifier of the user. */
  public UUID holder(UUID userId) {
    return isExclusive() ? Endpoint.ANYBODY : userId;
  }
}
