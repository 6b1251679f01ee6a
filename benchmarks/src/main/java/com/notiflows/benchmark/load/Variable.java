package com.notiflows.benchmark.load;

/** What differs between the requests of a scenario. A template contains it as {@code {name}}. */
enum Variable {
  PUBLIC_KEY("public_key"),
  SECRET_KEY("secret_key"),
  IOS("ios"),
  ANDROID("android"),
  EXPO("expo"),
  SLACK("slack"),

  /** The external id of the request's user. */
  USER("user"),

  /** The same for the following user, who is then the request's user; for lists of users. */
  NEXT_USER("next_user"),

  /** A device token that no request had before. */
  NEW_TOKEN("new_token"),

  /** The device token that the request's user has from the start. */
  KNOWN_TOKEN("known_token"),

  /** A Slack user id, most likely another one than is stored. */
  SLACK_ID("slack_id"),

  /** A value that no request had before. */
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
