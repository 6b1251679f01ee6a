package com.notiflows.benchmark.load;

/** A variable part of requests. A template contains it as {@code {name}}. */
enum Variable {
  PUBLIC_KEY("public_key"),
  SECRET_KEY("secret_key"),
  IOS("ios"),
  ANDROID("android"),
  EXPO("expo"),
  SLACK("slack"),

  /** The external id of the request's user. */
  USER("user"),

  /** Selects another user as the request's user and returns the external id; for lists of users. */
  NEXT_USER("next_user"),

  /** A new device token for each request. */
  NEW_TOKEN("new_token"),

  /** The initial device token of the request's user. */
  KNOWN_TOKEN("known_token"),

  /** A random Slack user id, most likely not the stored one. */
  SLACK_ID("slack_id"),

  /** A new value for each request. */
  NEW_KEY("new_key");

  private final String placeholder;

  Variable(String name) {
    this.placeholder = name;
  }

  static Variable named(String name) {
    for (Variable variable : values()) {
      if (variable.placeholder.equals(name)) {
        return variable;
      }
    }
    throw new IllegalArgumentException("There is no variable {" + name + "}");
  }

  /** The handle of the channel, if this is the id of a channel. */
  String handle() {
    return placeholder;
  }
}
