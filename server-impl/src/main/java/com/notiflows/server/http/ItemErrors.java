package com.notiflows.server.http;

import com.notiflows.api.model.ErrorBody;
import com.notiflows.server.problem.ApiException;

/** Converts the error of an item to the model of the envelope. */
@FunctionalInterface
public interface ItemErrors {

  /** The error for the response. */
  ErrorBody of(ApiException failure, String requestId);
}
