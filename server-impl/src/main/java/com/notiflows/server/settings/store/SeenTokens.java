package com.notiflows.server.settings.store;

import java.util.List;
import java.util.Set;

/** What the index tells a rule of the device tokens that are stored. */
public interface SeenTokens {

  /** Those of installations that have new ones. */
  Set<String> superseded();

  /** All, those first that were not seen for longest. */
  List<String> leastRecentFirst();
}
