package com.notiflows.server.http;

import com.notiflows.server.settings.Written;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

/** Answers to writes of settings. */
final class WrittenSettings {

  private static final String TOKENS_MOVED = "x-tokens-moved";

  private WrittenSettings() {}

  /** The settings as they are stored now. */
  static Response ok(Written written) {
    ResponseBuilder answer = Response.ok(ChannelSettingsConverter.toModel(written.settings()));
    return tell(answer, written.tokensMoved()).build();
  }

  /** Tells how many device tokens left another user, if any did. */
  static ResponseBuilder tell(ResponseBuilder answer, int tokensMoved) {
    return tokensMoved == 0 ? answer : answer.header(TOKENS_MOVED, tokensMoved);
  }
}
