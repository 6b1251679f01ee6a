package com.notiflows.server.settings;

import java.util.Optional;

/** A condition on the stored settings that must hold before a write. */
@FunctionalInterface
public interface Precondition {

  /** No condition. */
  Precondition NONE = current -> true;

  /** Whether the condition holds for the stored settings, if there are any. */
  boolean holds(Optional<ChannelSettings> current);
}
