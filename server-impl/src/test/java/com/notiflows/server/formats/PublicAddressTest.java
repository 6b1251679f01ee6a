package com.notiflows.server.formats;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Public addresses, and attempts to pass private ones as public. */
class PublicAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.com/services/T0/B0?x=%20y",
        "HTTPS://Hooks.Example.COM",
        "https://hooks.example.com./",
        "https://hooks.example.com:443/",
        "https://hooks.example.com:8443/",
        "https://leads.nowhere.example.com/",
        "https://xn--mnchen-3ya.de/",
        "https://8.8.8.8/",
        "https://172.15.255.255/",
        "https://172.32.0.0/",
        "https://223.255.255.255/",
        "https://[2606:4700:4700::1111]/",
        "https://[64:ff9b::8.8.8.8]/",
        "https://[64:ff9b::808:808]/",
        "https://translated.example.com/",
        "https://[2606:4700:4700:0:0:0:0:1111]:8443/x",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk",
        "https://fcm.googleapis.com/fcm/send/dX:APA91b",
        "https://prod-7.westus.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=x",
        "https://discord.com/api/webhooks/1/abc_DEF-1",
        "https://lan.example.com/",
        "https://10.example.com/",
        "https://0x7f.example.com/"
      })
  void acceptsPublicAddresses(String text) {
    assertTrue(PublicAddress.isOne(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // not an https URL
        "",
        "hooks.example.com",
        "//hooks.example.com/",
        "/relative",
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "javascript:alert(1)",
        "https:hooks.example.com",
        "https:///path",
        "https://",
        "https:// hooks.example.com/",
        "https://hooks.example.com/a b",
        "https://hooks.example.com\\@evil.example/",
        "https://hooks.example.com\n/",
        "\thttps://hooks.example.com/",
        "https://hooks.example.com/#fragment",
        "https://hooks.example.com:/",
        // user info
        "https://user@hooks.example.com/",
        "https://user:secret@hooks.example.com/",
        "https://@hooks.example.com/",
        "https://hooks.example.com@127.0.0.1/",
        // ports
        "https://hooks.example.com:0/",
        "https://hooks.example.com:22/",
        "https://hooks.example.com:80/",
        "https://hooks.example.com:3306/",
        "https://hooks.example.com:65536/",
        "https://hooks.example.com:-443/",
        // addresses that are not public
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://100.64.0.1/",
        "https://127.0.0.1/",
        "https://127.255.255.254:8443/",
        "https://169.254.169.254/latest/meta-data/",
        "https://172.16.0.1/",
        "https://172.31.255.255/",
        "https://192.0.0.8/",
        "https://192.0.2.1/",
        "https://192.88.99.1/",
        "https://192.168.1.1/",
        "https://198.18.0.1/",
        "https://198.51.100.1/",
        "https://203.0.113.1/",
        "https://224.0.0.1/",
        "https://240.0.0.1/",
        "https://255.255.255.255/",
        "https://[::]/",
        "https://[::1]/",
        "https://[0:0:0:0:0:0:0:1]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fec0::1]/",
        "https://[fc00::1]/",
        "https://[fd12:3456::1]/",
        "https://[ff02::1]/",
        "https://[100::1]/",
        "https://[2001:db8::1]/",
        "https://[3fff::1]/",
        // IPv4 within IPv6
        "https://[::ffff:10.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::ffff:8.8.8.8]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[64:ff9b:0:0:0:1:808:808]/",
        "https://[64:ff9b:1::1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:0:7f00:1::]/",
        "https://[v1.fe80]/",
        // other spellings of an address
        "https://2130706433/",
        "https://017700000001/",
        "https://0x7f000001/",
        "https://0x7f.0x0.0x0.0x1/",
        "https://0177.0.0.1/",
        "https://127.0.0.01/",
        "https://127.1/",
        "https://127.0.1/",
        "https://127.0.0.1./",
        "https://127.0.0.1.0/",
        "https://256.0.0.1/",
        "https://8.8.8.8./",
        "https://%31%32%37.0.0.1/",
        "https://\uFF11\uFF12\uFF17.0.0.1/",
        "https://127\u30020.0.1/",
        "https://\u2460\u2461\u2466.0.0.1/",
        // names of private networks
        "https://localhost/",
        "https://LocalHost:8443/",
        "https://localhost./",
        "https://intranet/",
        "https://app.localhost/",
        "https://localhost.localdomain/",
        "https://printer.local/",
        "https://PRINTER.LOCAL./",
        "https://metadata.google.internal/",
        "https://router.home.arpa/",
        "https://nas.lan/",
        "https://wiki.corp/",
        "https://x.test/",
        "https://x.invalid/",
        "https://-.example..com/"
      })
  void rejectsEverythingElse(String text) {
    assertFalse(PublicAddress.isOne(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 5_000, 100_000})
  void rejectsNamesThatAreTooLong(int labels) {
    assertFalse(PublicAddress.isOne("https://" + "a.".repeat(labels) + "com/"));
    assertFalse(PublicAddress.isOne("https://" + "1.".repeat(labels) + "1/"));
  }

  @Test
  void doesNotResolveNames() {
    assertTrue(PublicAddress.isOne("https://127.0.0.1.nip.io/"));
  }
}
