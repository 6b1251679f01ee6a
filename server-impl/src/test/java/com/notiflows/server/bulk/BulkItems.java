package com.notiflows.server.bulk;

import com.notiflows.server.model.Channel;
import com.notiflows.server.settings.Commands;
import com.notiflows.server.testing.Json;
import java.util.Optional;

/** Items of bulk writes, for tests. */
public final class BulkItems {

  private BulkItems() {}

  /** Stores tokens. */
  public static BulkItem item(String user, Channel channel, String... tokens) {
    return new BulkItem(
        user,
        channel.id().toString(),
        Optional.of(Json.of(Commands.tokenList(tokens))),
        Optional.empty());
  }

  /** Removes what is stored. */
  public static BulkItem removal(String user, Channel channel) {
    return new BulkItem(user, channel.id().toString(), Optional.empty(), Optional.empty());
  }
}
