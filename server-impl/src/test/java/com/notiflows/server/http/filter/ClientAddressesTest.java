package com.notiflows.server.http.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {

  private final ClientAddresses addresses =
      new ClientAddresses(List.of("10.0.0.0/8", "127.0.0.1", "fd00::/8"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | '' | 192.0.2.1",
        "192.0.2.1 | for=198.51.100.7 | 192.0.2.1", // not a trusted proxy
        "10.0.0.1 | '' | 10.0.0.1",
        "10.0.0.1 | for=198.51.100.7 | 198.51.100.7",
        "10.0.0.1 | For=198.51.100.7;proto=https;by=10.0.0.1 | 198.51.100.7",
        "10.0.0.1 | proto=https; for=198.51.100.7 | 198.51.100.7",
        "10.0.0.1 | for=\"198.51.100.7:4711\" | 198.51.100.7",
        "10.0.0.1 | for=203.0.113.9, for=198.51.100.7 | 198.51.100.7", // the client's own claim
        "10.0.0.1 | for=203.0.113.9, for=10.0.0.2 | 203.0.113.9", // two proxies
        "10.0.0.1 | for=10.0.0.3, for=10.0.0.2 | 10.0.0.3", // a client in the trusted network
        "10.0.0.1 | for=203.0.113.9, for=_hidden | 10.0.0.1",
        "10.0.0.1 | for=203.0.113.9, for=unknown | 10.0.0.1",
        "10.0.0.1 | for=203.0.113.9, by=10.0.0.1 | 10.0.0.1", // names no client
        "10.0.0.1 | for=203.0.113.9;by=\"a,for=192.0.2.9\" | 203.0.113.9",
        "10.0.0.1 | for=\"[2001:db8:1:2::7]:4711\" | 2001:db8:1:2::/64",
        "[fd00::1] | for=\"[2001:db8:1:2::8]\" | 2001:db8:1:2::/64",
        "2001:db8:1:2:3:4:5:6 | '' | 2001:db8:1:2::/64",
        "::ffff:192.0.2.1 | '' | 192.0.2.1",
        "10.0.0.1 | for=198.51.100.0/24 | 10.0.0.1",
        "10.0.0.1 | for=198.51.*.7 | 10.0.0.1",
        "10.0.0.1 | for=\"198.51.100.7 | 10.0.0.1",
        "10.0.0.1 | for=9.9.9.9;by=\", for=198.51.100.7 | 198.51.100.7", // an open quote
        "10.0.0.1 | for=9.9.9.9;by=\"\\, for=198.51.100.7;proto=https | 198.51.100.7",
        "10.0.0.1 | for=9.9.9.9;by=\",for=\"[2001:db8:1:2::7]:80\" | 2001:db8:1:2::/64",
        "10.0.0.1 | for=9.9.9.9;by=\", for=198.51.100.7, for=10.0.0.2 | 198.51.100.7",
        "unix-socket | '' | unknown"
      })
  void findsTheClient(String peer, String forwarded, String expected) {
    assertEquals(expected, addresses.of(peer, forwarded));
  }

  @Test
  void trustsNobodyByDefault() {
    assertEquals("127.0.0.1", new ClientAddresses(List.of()).of("127.0.0.1", "for=198.51.100.7"));
  }
}
