package com.notiflows.server.config;

import java.util.List;

/** The configuration is invalid. The message lists every invalid key and what to do. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ConfigException(List<String> problems) {
    super(
        "The configuration can't be used:"
            + problems.stream().map(problem -> "\n  - " + problem).reduce("", String::concat));
  }
}
