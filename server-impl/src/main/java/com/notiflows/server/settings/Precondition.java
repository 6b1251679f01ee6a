package com.notiflows.server.settings;

import java.util.Optional;

/** What a caller demands of settings before they are written. */
@FunctionalInterface
public interface Precondition {

  /** Nothing is demanded. */
  Precondition NONE = current -> true;

  /** Whether the settings that are there, if any, are such as the caller demands. */
  boolean holds(Optional<ChannelSettings> current);
}
