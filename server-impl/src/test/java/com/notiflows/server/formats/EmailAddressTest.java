package com.notiflows.server.formats;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@example.com",
        "a@mail.internal",
        "a@printer.local",
        "a@b.test",
        "root@localhost",
        "a@example.newer-than-this-server",
        "a@xn--fiqs8s",
        "first.last+tag@sub.example.co",
        "o'neil@example.com",
        "!#$%&'*+/=?^_`{|}~-@example.com",
        "\"a b@c\"@example.com",
        "\"a\\\"b\"@example.com",
        "a@[127.0.0.1]",
        "a@[IPv6:2001:db8::1]",
        "a@123.example",
        "\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a",
        "a@\u4f8b\u5b50\u3002\u5e7f\u544a",
        "dörte@sörensen.example",
        "\u0905\u091c\u092f@\u0921\u093e\u091f\u093e.\u092d\u093e\u0930\u0924",
        "\uD83D\uDE00@example.com",
        "1234567890123456789012345678901234567890123456789012345678901234@example.com"
      })
  void acceptsEmailAddressesOfAnyDomain(String text) {
    assertTrue(EmailAddress.isOne(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "@",
        "a@",
        "@example.com",
        "a@b@example.com",
        "a b@example.com",
        "a@exa mple.com",
        " a@example.com",
        "a@example.com ",
        "a@example.com\n",
        "a\u0000@example.com",
        "a\u00a0b@example.com",
        "a\u0085@example.com",
        "a@example.com\u2028",
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "a@.example.com",
        "a@example..com",
        "a@example.com.",
        "a@-example.com",
        "a@example-.com",
        "a@exa_mple.com",
        "a@127.0.0.1",
        "a@[127.0.0.1",
        "a@[]",
        "<a@example.com>",
        "a@example.com>",
        "a,b@example.com",
        "a:b@example.com",
        "\"a\"b@example.com",
        "\"@example.com",
        "12345678901234567890123456789012345678901234567890123456789012345@example.com",
        "a@1234567890123456789012345678901234567890123456789012345678901234.com",
        "a\ud800@example.com"
      })
  void rejectsInvalidEmailAddresses(String text) {
    assertFalse(EmailAddress.isOne(text));
  }
}
