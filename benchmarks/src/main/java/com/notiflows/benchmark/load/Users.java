package com.notiflows.benchmark.load;

/** Ids and tokens of users, derived from their number. */
public final class Users {

  /** The length of every device token, that of an APNs token. */
  public static final int TOKEN_LENGTH = 64;

  private static final int DIGITS = 8;
  private static final String TOKEN_START = "c".repeat(TOKEN_LENGTH - DIGITS);

  private Users() {}

  /** The external id of a user. */
  public static String externalId(int user) {
    return "user-" + digits(user);
  }

  /** The initial device token of a user: hexadecimal and unique. */
  public static String knownToken(int user) {
    return TOKEN_START + digits(user);
  }

  private static String digits(int user) {
    String number = Integer.toString(user);
    return "0".repeat(DIGITS - number.length()) + number;
  }
}
