package com.notiflows.server.persistence;

import org.jspecify.annotations.Nullable;

/** Looks up everything a call needs to know, in one statement. */
public interface AccessMapper {

  /** The row of a call; null if there is no such public key. */
  @Nullable AccessRow find(AccessQuery query);
}
