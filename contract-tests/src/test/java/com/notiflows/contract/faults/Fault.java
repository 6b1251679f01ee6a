package com.notiflows.contract.faults;

/**
 * Something that breaks, and how it ends.
 *
 * @param name what reports call it
 * @param inject begins it
 * @param recover ends it; a restarted server may have another port
 */
record Fault(String name, Step inject, Step recover) {

  /** Acts on the system under test. */
  @FunctionalInterface
  interface Step {
    void on(FaultySystem system) throws Exception;
  }
}
