package com.notiflows.server.spec;

import java.util.List;
import java.util.Optional;

/**
 * A delivery provider, as a file of {@code openapi/providers} describes it.
 *
 * @param name such as {@code apns}
 * @param channelType such as {@code mobile_push}
 * @param written the check of settings that are written; empty where the provider takes no settings
 * @param collapsedLists the lists of the settings in which a repeated entry is kept once
 */
public record Provider(
    String name, String channelType, Optional<SchemaCheck> written, List<String> collapsedLists) {

  /** Copies the list. */
  public Provider {
    collapsedLists = List.copyOf(collapsedLists);
  }
}
