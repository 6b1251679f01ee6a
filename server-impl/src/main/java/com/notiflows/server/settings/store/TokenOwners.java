package com.notiflows.server.settings.store;

import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.ProviderCatalog;
import com.notiflows.server.spec.TokenOwnership;
import java.util.Optional;

/**
 * Who may have the device tokens of a channel.
 *
 * @param providers what the spec presets
 */
public record TokenOwners(ProviderCatalog providers) {

  /** As the channel has it; empty on a channel without device tokens. */
  public Optional<TokenOwnership> of(Access.Channel channel) {
    return providers.find(channel.provider()).flatMap(channel.tokens()::ownershipOn);
  }

  /** Whether a device token of the channel belongs to one user at a time. */
  public boolean isExclusive(Access.Channel channel) {
    return of(channel).filter(TokenOwnership.EXCLUSIVE::equals).isPresent();
  }
}
