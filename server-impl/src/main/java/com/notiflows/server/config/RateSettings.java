package com.notiflows.server.config;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of the rate limits. */
final class RateSettings {

  static final String RATES = "NOTIFLOWS_RATE_LIMITS";
  static final String REDIS = "NOTIFLOWS_REDIS_URL";
  static final String PROXIES = "NOTIFLOWS_TRUSTED_PROXIES";

  private static final String OFF = "off";
  private static final Pattern RATE =
      Pattern.compile("([a-z-]{1,30})=(?:off|([1-9][0-9]{0,8})/([1-9]|[1-5][0-9]|60)s)");

  /** No host names, wildcards, ranges or shortened addresses. */
  private static final IPAddressStringParameters NETWORK =
      new IPAddressStringParameters.Builder()
          .allowAll(false)
          .allowEmpty(false)
          .allowSingleSegment(false)
          .allowPrefixOnly(false)
          .setRangeOptions(RangeParameters.NO_RANGE)
          .allow_inet_aton(false)
          .toParams();

  private RateSettings() {}

  /**
   * Reads the settings.
   *
   * @param text the value of a setting; empty if it is missing
   * @param report receives a setting and its problem, which repeats no value
   */
  static RateConfig read(UnaryOperator<String> text, BiConsumer<String, String> report) {
    String rates = text.apply(RATES);
    boolean isLimited = !rates.equals(OFF);
    return new RateConfig(
        isLimited,
        isLimited && !rates.isEmpty() ? rates(rates, report) : Map.of(),
        redisUrl(text.apply(REDIS), report),
        proxies(text.apply(PROXIES), report));
  }

  private static Map<String, Optional<RateConfig.Rate>> rates(
      String text, BiConsumer<String, String> report) {
    Map<String, Optional<RateConfig.Rate>> rates = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher rate = RATE.matcher(part.strip());
      if (!rate.matches() || rates.containsKey(rate.group(1))) {
        report.accept(
            RATES,
            "must be off, or a list of budgets such as writes=200000/10s, with 1 to 999999999 requests per 1 to 60"
                + " seconds, or writes=off, separated by commas");
        return Map.of();
      }
      rates.put(rate.group(1), Optional.ofNullable(rate.group(2)).map(any -> rate(rate)));
    }
    return rates;
  }

  private static RateConfig.Rate rate(Matcher rate) {
    return new RateConfig.Rate(Integer.parseInt(rate.group(2)), Integer.parseInt(rate.group(3)));
  }

  private static Optional<String> redisUrl(String url, BiConsumer<String, String> report) {
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (!isRedisUrl(url)) {
      report.accept(
          REDIS,
          "must be a URL of Redis, for example redis://redis.example.com:6379 or"
              + " rediss://user:password@redis.example.com:6380/0, with special characters of the"
              + " password percent-encoded");
    }
    return Optional.of(url);
  }

  private static boolean isRedisUrl(String text) {
    try {
      URI uri = new URI(text);
      return ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPort() <= 65_535
          && uri.getQuery() == null
          && uri.getFragment() == null
          && uri.getPath().matches("(?:/\\d{0,4})?");
    } catch (URISyntaxException e) {
      return false; // its message would repeat the password
    }
  }

  private static List<String> proxies(String text, BiConsumer<String, String> report) {
    List<String> networks = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String network = part.strip();
      if (!isNetwork(network)) {
        report.accept(
            PROXIES,
            "must be a list of IP addresses or networks, separated by commas, for example"
                + " 10.0.0.0/8,fd00::/8");
        return List.of();
      }
      networks.add(network);
    }
    return networks;
  }

  private static boolean isNetwork(String text) {
    IPAddress address = new IPAddressString(text, NETWORK).getAddress();
    return address != null && (address.isPrefixed() || !address.isMultiple());
  }
}
