package com.notiflows.server.http.wire;

import com.notiflows.server.problem.ApiException;

/** The body of a request, as far as it has come. */
sealed interface RequestBody {

  /** There is no body. */
  RequestBody NONE = new Arrived(new byte[0]);

  /** Whether nothing of it is left on the connection. */
  boolean isConsumed();

  /**
   * All of it has come.
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

  /** It is announced, and read only when something asks for it. */
  record Announced() implements RequestBody {

    @Override
    public boolean isConsumed() {
      return false;
    }
  }

  /**
   * It can't be taken.
   *
   * @param failure what reading the body throws
   * @param isConsumed whether all of it was read from the connection
   */
  record Refused(ApiException failure, boolean isConsumed) implements RequestBody {}
}
