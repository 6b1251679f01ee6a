package com.notiflows.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The values of variables, request by request. Each request is for a random user. */
final class Values {

  /** A prime step, so that the users of a list are distinct and not neighbours in an index. */
  private static final int STRIDE = 7_919;

  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final int HEX_DIGITS = Long.SIZE / 4;
  private static final int SLACK_DIGITS = 10;

  private final SplittableRandom random = new SplittableRandom();
  private final List<Fixed> tenants;
  private Fixed tenant;
  private int user;

  Values(List<Tenant> tenants) {
    this.tenants = tenants.stream().map(Fixed::of).toList();
    this.tenant = this.tenants.get(0);
  }

  /** Values that are constant for a tenant. */
  private record Fixed(int users, Map<Variable, byte[]> texts) {

    static Fixed of(Tenant tenant) {
      Map<Variable, byte[]> texts = new EnumMap<>(Variable.class);
      texts.put(Variable.PUBLIC_KEY, ascii(tenant.publicKey()));
      texts.put(Variable.SECRET_KEY, ascii(tenant.secretKey()));
      for (Variable variable : Variable.values()) {
        String channel = tenant.channels().get(variable.handle());
        if (channel != null) {
          texts.put(variable, ascii(channel));
        }
      }
      return new Fixed(tenant.users(), texts);
    }
  }

  /** Chooses tenant and user of the next request. */
  void next() {
    tenant = tenants.get(tenants.size() == 1 ? 0 : random.nextInt(tenants.size()));
    user = random.nextInt(tenant.users);
  }

  void write(Variable variable, ByteBuffer out) {
    switch (variable) {
      case USER -> out.put(ascii(Users.externalId(user)));
      case NEXT_USER -> {
        user = (user + STRIDE) % tenant.users;
        out.put(ascii(Users.externalId(user)));
      }
      case KNOWN_TOKEN -> out.put(ascii(Users.knownToken(user)));
      case NEW_TOKEN -> hex(Users.TOKEN_LENGTH, out);
      case NEW_KEY -> hex(2 * HEX_DIGITS, out);
      case SLACK_ID -> {
        out.put((byte) 'U');
        hex(SLACK_DIGITS, out);
      }
      default -> out.put(tenant.texts.get(variable));
    }
  }

  private void hex(int digits, ByteBuffer out) {
    long bits = 0;
    for (int i = 0; i < digits; i++) {
      if (i % HEX_DIGITS == 0) {
        bits = random.nextLong();
      }
      out.put(HEX[(int) (bits & 0xf)]);
      bits >>>= 4;
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
