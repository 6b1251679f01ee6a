package com.notiflows.server.write;

import com.notiflows.server.problem.ApiException;
import java.util.function.Function;

/** What a command decided. */
public sealed interface Outcome<R> {

  /** The write is valid and is committed together with its batch. */
  record Done<R>(R value) implements Outcome<R> {}

  /** The write is refused and changes nothing. */
  record Rejected<R>(ApiException error) implements Outcome<R> {}

  /** A successful outcome. */
  static <R> Outcome<R> done(R value) {
    return new Done<>(value);
  }

  /** A refused one. */
  static <R> Outcome<R> rejected(ApiException error) {
    return new Rejected<>(error);
  }

  /** The same with another value. */
  default <T> Outcome<T> map(Function<R, T> change) {
    return switchOn(value -> done(change.apply(value)), Outcome::rejected);
  }

  /** The result of one of two functions. */
  default <T> T switchOn(Function<R, T> ifDone, Function<ApiException, T> ifRejected) {
    return this instanceof Done<R> done
        ? ifDone.apply(done.value())
        : ifRejected.apply(((Rejected<R>) this).error());
  }
}
