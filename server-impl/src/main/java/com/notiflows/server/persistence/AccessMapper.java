package com.notiflows.server.persistence;

import org.jspecify.annotations.Nullable;

/** Looks up everything a call needs to know, in one statement. */
public interface AccessMapper {

  /** The row of a call by a backend; null if there is no such public key. */
  @Nullable AccessRow findBySecretKey(AccessQuery query);

  /** The row of a call by somebody who is signed in; null if there is no such public key. */
  @Nullable AccessRow findByUserKey(AccessQuery query);
}
