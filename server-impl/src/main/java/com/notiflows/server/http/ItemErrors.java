package com.notiflows.server.http;

import com.notiflows.api.model.Error;
import com.notiflows.server.problem.ApiException;

/** Tells what went wrong with an item of a call, in the terms of the envelope. */
@FunctionalInterface
public interface ItemErrors {

  /** The error that stands in an answer to that call. */
  Error of(ApiException failure, String requestId);
}
