package com.notiflows.server.spec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a channel has otherwise than the spec presets for its provider.
 *
 * @param ownership who may have a device token
 * @param cap how many device tokens a user may have
 * @param overflow what becomes of one more
 */
public record TokenPolicy(
    Optional<TokenOwnership> ownership, Optional<Integer> cap, Optional<TokenOverflow> overflow) {

  /** Nothing. */
  public static final TokenPolicy PRESET =
      new TokenPolicy(Optional.empty(), Optional.empty(), Optional.empty());

  /** As it is stored, where null is the preset. */
  public static TokenPolicy of(
      @Nullable String ownership, @Nullable Integer cap, @Nullable String overflow) {
    return new TokenPolicy(
        Optional.ofNullable(ownership).map(TokenOwnership::of),
        Optional.ofNullable(cap),
        Optional.ofNullable(overflow).map(TokenOverflow::of));
  }

  /** Who may have a device token, on a channel of that provider; empty if it has none. */
  public Optional<TokenOwnership> ownershipOn(Provider provider) {
    return provider.tokenOwnership().map(preset -> ownership.orElse(preset));
  }

  /** Whether it has anything. */
  public boolean isPreset() {
    return equals(PRESET);
  }

  /** Whether one more token takes the place of another. */
  public boolean isEvicting() {
    return overflow.filter(TokenOverflow.EVICT::equals).isPresent();
  }
}
