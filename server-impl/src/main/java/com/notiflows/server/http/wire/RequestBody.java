package com.notiflows.server.http.wire;

import com.notiflows.server.problem.ApiException;

/** The state of the body of a request. */
sealed interface RequestBody {

  /** There is no body. */
  RequestBody NONE = new Arrived(new byte[0]);

  /** Whether it was completely read from the connection. */
  boolean isConsumed();

  /**
   * The body is complete.
   *
   * @param bytes the whole body
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Arrived(byte[] bytes) implements RequestBody {

    @Override
    public boolean isConsumed() {
      return true;
    }
  }

  /** The body is announced. It is read when it is needed. */
  record Announced() implements RequestBody {

    @Override
    public boolean isConsumed() {
      return false;
    }
  }

  /**
   * The body is rejected.
   *
   * @param failure the exception for readers of the body
   * @param isConsumed whether it was completely read from the connection
   */
  record Refused(ApiException failure, boolean isConsumed) implements RequestBody {}
}
