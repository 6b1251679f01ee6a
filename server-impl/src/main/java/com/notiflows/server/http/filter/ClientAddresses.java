package com.notiflows.server.http.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.notiflows.server.http.WireRequest;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the address of the client of a request. Behind proxies, it is in {@code Forwarded} (RFC
 * 7239). Only what trusted proxies wrote there is used: it is read from its end.
 */
public final class ClientAddresses {

  /** A subscriber with IPv6 has at least a network of this prefix length. */
  private static final int IPV6_PREFIX = 64;

  /** No networks, host names, wildcards, ranges or shortened addresses. */
  private static final IPAddressStringParameters ONE_ADDRESS =
      new IPAddressStringParameters.Builder()
          .allowAll(false)
          .allowEmpty(false)
          .allowSingleSegment(false)
          .allowPrefix(false)
          .allowMask(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .allow_inet_aton(false)
          .toParams();

  private static final String UNKNOWN = "unknown";

  private static final long MOST_PEERS = 10_000;

  private final List<IPAddress> trusted;

  /** Clients that no trusted proxy forwards, by their peer: most requests need no parsing. */
  private final Cache<String, String> direct =
      Caffeine.newBuilder().maximumSize(MOST_PEERS).build();

  /**
   * Trusts these proxies.
   *
   * @param trusted addresses and networks, such as {@code 10.0.0.0/8}
   */
  public ClientAddresses(List<String> trusted) {
    this.trusted =
        trusted.stream()
            .map(network -> new IPAddressString(network).getAddress().toPrefixBlock())
            .toList();
  }

  /** The client of a request, as text that is equal for all requests of the client. */
  String of(ContainerRequestContext request) {
    String peer = request.getProperty(WireRequest.PEER) instanceof String text ? text : UNKNOWN;
    List<String> headers = request.getHeaders().get("Forwarded");
    return of(peer, headers == null ? "" : String.join(",", headers));
  }

  /**
   * The client of a request.
   *
   * @param peer the other end of the connection
   * @param forwarded the value of the header {@code Forwarded}; empty if there is none
   */
  String of(String peer, String forwarded) {
    return forwarded.isEmpty() || trusted.isEmpty()
        ? direct.get(peer, any -> find(any, ""))
        : find(peer, forwarded);
  }

  private String find(String peer, String forwarded) {
    Optional<IPAddress> client = address(peer);
    if (client.isEmpty()) {
      return UNKNOWN;
    }
    IPAddress nearest = client.get();
    if (!forwarded.isEmpty() && isTrusted(nearest)) {
      nearest = behindProxies(nearest, forwarded);
    }
    return nearest.isIPv6()
        ? nearest.toPrefixBlock(IPV6_PREFIX).toCanonicalString()
        : nearest.toCanonicalString();
  }

  private IPAddress behindProxies(IPAddress proxy, String forwarded) {
    IPAddress nearest = proxy;
    for (String node : nodesFromTheEnd(forwarded)) {
      Optional<IPAddress> next = address(node);
      if (next.isEmpty()) {
        return nearest; // hidden by that proxy
      }
      nearest = next.get();
      if (!isTrusted(nearest)) {
        return nearest;
      }
    }
    return nearest;
  }

  private boolean isTrusted(IPAddress address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  /** Reads {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
  private static Optional<IPAddress> address(String node) {
    String text = node;
    int bracket = text.indexOf(']');
    if (text.startsWith("[") && bracket > 0) {
      text = text.substring(1, bracket);
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      text = text.substring(0, text.indexOf(':'));
    }
    return Optional.ofNullable(new IPAddressString(text, ONE_ADDRESS).getAddress())
        .map(ClientAddresses::v4);
  }

  /** An IPv4 address that is written as an IPv6 one. */
  private static IPAddress v4(IPAddress address) {
    return address.isIPv6() && address.toIPv6().isIPv4Mapped()
        ? address.toIPv6().getEmbeddedIPv4Address()
        : address;
  }

  /** The values of {@code for}, the last one first; empty where an element has none. */
  private static List<String> nodesFromTheEnd(String forwarded) {
    List<String> nodes = new ArrayList<>();
    for (String element : splitFromTheEnd(forwarded, ',')) {
      String node = "";
      for (String pair : splitFromTheEnd(element, ';')) {
        String stripped = pair.strip();
        if (stripped.toLowerCase(Locale.ROOT).startsWith("for=")) {
          node = unquoted(stripped.substring(4).strip());
        }
      }
      nodes.add(node);
    }
    return nodes;
  }

  private static String unquoted(String value) {
    boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }

  /**
   * Splits at a separator that is not within quotes, the last part first. Quotes are counted from
   * the end: so a client that opens a quote does not hide what a proxy appends.
   */
  private static List<String> splitFromTheEnd(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean isQuoted = false;
    int end = text.length();
    for (int i = text.length() - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == separator && !isQuoted) {
        parts.add(text.substring(i + 1, end));
        end = i;
      }
    }
    parts.add(text.substring(0, end));
    return parts;
  }
}
