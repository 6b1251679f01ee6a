package com.notiflows.server.formats;

import static java.util.Arrays.copyOfRange;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether a URL that a server would call points to the public Internet and not to the
 * network of that server.
 *
 * <p>Host names are not resolved: they may resolve to other addresses later. A program that calls
 * the URL must resolve the name, check the IP address, and connect to that address.
 */
final class PublicAddress {

  private static final Set<Integer> PORTS = Set.of(-1, 443, 8443); // -1: no port
  private static final int LONGEST_NAME = 253; // RFC 1035, without the dot of the root
  private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Pattern NUMBER_LIKE = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");
  private static final Pattern NAME = Pattern.compile("(?:[a-z0-9_-]{1,63}+\\.)++[a-z0-9-]{2,63}");

  /** Names that are not public: RFC 6761, 6762, 8375, and common names in private networks. */
  private static final List<String> PRIVATE_NAMES =
      List.of(
          ".localhost",
          ".localdomain",
          ".local",
          ".internal",
          ".intranet",
          ".private",
          ".corp",
          ".home",
          ".lan",
          ".home.arpa",
          ".test",
          ".invalid",
          ".onion");

  /** The IANA special-purpose registry for IPv4. */
  private static final List<IPAddress> SPECIAL_IPV4 =
      nets(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  /** The global unicast block of IPv6. Addresses that embed IPv4 are outside of it, or special. */
  private static final IPAddress ROUTED_IPV6 = nets("2000::/3").get(0);

  /** The NAT64 prefix (RFC 6052): the last 32 bits are an IPv4 address. */
  private static final IPAddress TRANSLATED_IPV4 = nets("64:ff9b::/96").get(0);

  private static final int IPV4_IN_IPV6 = 12;

  private static final List<IPAddress> SPECIAL_IPV6 =
      nets("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

  private PublicAddress() {}

  /** Whether the text is an https URL of the public Internet. */
  static boolean isOne(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return false;
    }
    return "https".equalsIgnoreCase(uri.getScheme())
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawFragment() == null
        && PORTS.contains(uri.getPort())
        && !uri.getRawAuthority().endsWith(":")
        && isPublicHost(uri.getHost().toLowerCase(Locale.ROOT));
  }

  private static boolean isPublicHost(String host) {
    if (host.startsWith("[")) {
      return !host.contains("%") && isPublicLiteral(host.substring(1, host.length() - 1));
    }
    if (IPV4.matcher(host).matches()) {
      return isPublicLiteral(host);
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.length() <= LONGEST_NAME
        && !NUMBER_LIKE.matcher(name).matches()
        && NAME.matcher(name).matches()
        && PRIVATE_NAMES.stream().noneMatch(ending -> ("." + name).endsWith(ending));
  }

  private static boolean isPublicLiteral(String text) {
    IPAddressString address = new IPAddressString(text);
    return address.isIPAddress() && isPublic(address.getAddress());
  }

  private static boolean isPublic(IPAddress address) {
    if (address.isIPv6() && TRANSLATED_IPV4.contains(address)) {
      byte[] bytes = address.getBytes();
      return isPublic(
          new IPAddressGenerator().from(copyOfRange(bytes, IPV4_IN_IPV6, bytes.length)));
    }
    List<IPAddress> special = address.isIPv4() ? SPECIAL_IPV4 : SPECIAL_IPV6;
    return (address.isIPv4() || ROUTED_IPV6.contains(address))
        && special.stream().noneMatch(net -> net.contains(address));
  }

  private static List<IPAddress> nets(String... blocks) {
    return Stream.of(blocks).map(block -> new IPAddressString(block).getAddress()).toList();
  }
}
