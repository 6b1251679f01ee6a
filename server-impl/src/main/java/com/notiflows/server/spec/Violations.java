package com.notiflows.server.spec;

import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import java.util.ArrayList;
import java.util.List;

/** Collects violations up to a limit. Callers stop checking once it is full. */
final class Violations {

  private final int most;
  private final List<FieldViolation> list = new ArrayList<>();

  Violations(int most) {
    this.most = most;
  }

  boolean isFull() {
    return list.size() >= most;
  }

  /** Adds a violation, or ignores it if the list is full. */
  void add(String path, String message, Reason reason) {
    add(new FieldViolation(FieldPath.of(path), message, reason));
  }

  /** Adds a violation, or ignores it if the list is full. */
  void add(FieldViolation violation) {
    if (!isFull()) {
      list.add(violation);
    }
  }

  List<FieldViolation> list() {
    return list;
  }
}
