package com.notiflows.server.http;

import com.notiflows.api.model.ErrorBody;
import com.notiflows.server.problem.ApiException;

/** Tells what went wrong with an item of a call, in the terms of the envelope. */
@FunctionalInterface
public interface ItemErrors {

  /** The error that stands in an answer to that call. */
  ErrorBody of(ApiException failure, String requestId);
}
