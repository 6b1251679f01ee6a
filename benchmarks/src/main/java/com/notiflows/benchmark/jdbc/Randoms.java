package com.notiflows.benchmark.jdbc;

import java.util.HexFormat;
import java.util.SplittableRandom;

/** Random text, most likely unique. */
final class Randoms {

  private static final HexFormat HEX = HexFormat.of();
  private static final int SLACK_DIGITS = 10;

  private Randoms() {}

  static String token(SplittableRandom random) {
    return HEX.toHexDigits(random.nextLong())
        + HEX.toHexDigits(random.nextLong())
        + HEX.toHexDigits(random.nextLong())
        + HEX.toHexDigits(random.nextLong());
  }

  static String slackId(SplittableRandom random) {
    return "U" + HEX.toHexDigits(random.nextLong(), SLACK_DIGITS);
  }
}
