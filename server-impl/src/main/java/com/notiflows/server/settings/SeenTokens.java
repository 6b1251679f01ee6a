package com.notiflows.server.settings;

import java.util.List;
import java.util.Set;

/** What the index tells a rule of the device tokens that are stored. */
interface SeenTokens {

  /** Those of installations that have new ones. */
  Set<String> superseded();

  /** All, those first that were not seen for longest. */
  List<String> leastRecentFirst();
}
