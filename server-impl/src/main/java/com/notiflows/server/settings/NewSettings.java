package com.notiflows.server.settings;

import com.notiflows.server.model.Identifier;
import java.util.List;

/**
 * Valid settings, ready to be stored.
 *
 * @param text the settings without device tokens: JSON with sorted keys
 * @param tokens the device tokens without duplicates; empty on a channel without device tokens
 */
public record NewSettings(String text, List<Identifier> tokens) {

  /** Copies the list. */
  public NewSettings {
    tokens = List.copyOf(tokens);
  }

  /** Approximate size in memory, in bytes. */
  long weight() {
    return 256L
        + 2L * text.length()
        + tokens.stream().mapToLong(t -> 128L + t.text().length()).sum();
  }

  /** Omits the settings because they contain device tokens. */
  @Override
  public String toString() {
    return "NewSettings";
  }
}
