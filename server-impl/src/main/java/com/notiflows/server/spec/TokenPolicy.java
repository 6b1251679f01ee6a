package com.notiflows.server.spec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Overrides of the defaults of the provider for a channel.
 *
 * @param ownership who may own a device token
 * @param cap maximum number of device tokens per user
 * @param overflow what happens at the cap
 */
public record TokenPolicy(
    Optional<TokenOwnership> ownership, Optional<Integer> cap, Optional<TokenOverflow> overflow) {

  /** No overrides. */
  public static final TokenPolicy PRESET =
      new TokenPolicy(Optional.empty(), Optional.empty(), Optional.empty());

  /** Creates a policy from stored values, where null is the default. */
  public static TokenPolicy of(
      @Nullable String ownership, @Nullable Integer cap, @Nullable String overflow) {
    return new TokenPolicy(
        Optional.ofNullable(ownership).map(TokenOwnership::of),
        Optional.ofNullable(cap),
        Optional.ofNullable(overflow).map(TokenOverflow::of));
  }

  /** The ownership on a channel of the provider; empty if the provider has no endpoints. */
  public Optional<TokenOwnership> ownershipOn(Provider provider) {
    return provider.tokenOwnership().map(preset -> ownership.orElse(preset));
  }

  /** Whether all values are the defaults. */
  public boolean isPreset() {
    return equals(PRESET);
  }

  /** Whether a token over the cap replaces another one. */
  public boolean isEvicting() {
    return overflow.filter(TokenOverflow.EVICT::equals).isPresent();
  }
}
