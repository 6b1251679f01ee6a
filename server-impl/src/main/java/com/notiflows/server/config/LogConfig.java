package com.notiflows.server.config;

/**
 * What is logged, and how.
 *
 * @param format of each line
 * @param requests which requests are logged
 */
public record LogConfig(Format format, Requests requests) {

  /** The format of a line. */
  public enum Format {
    /** For people. */
    TEXT,
    /** A JSON object with the field names of the Elastic Common Schema (ECS). */
    JSON
  }

  /** Which requests are logged. */
  public enum Requests {
    /** None. */
    NONE,
    /** Those that are answered with a 5xx status. */
    ERRORS,
    /** All. */
    ALL
  }
}
