package com.notiflows.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configuration, read at startup from the environment and from the file that {@code
 * NOTIFLOWS_CONFIG} names.
 *
 * @param database the connection to the database
 * @param http the address of the server
 * @param ops health checks, metrics, traces, logs and shutdown
 * @param rates the rate limits
 * @param encryption the master keys of encryption at rest
 * @param tokenDays days until a device token expires that is not registered again
 * @param changeDays days until a change is deleted
 */
public record Configuration(
    DatabaseConfig database,
    HttpConfig http,
    OpsConfig ops,
    RateConfig rates,
    EncryptionConfig encryption,
    int tokenDays,
    int changeDays) {

  private static final Set<String> KEYS =
      Set.of(
          Settings.FILE,
          "NOTIFLOWS_DB_URL",
          "NOTIFLOWS_DB_USER",
          "NOTIFLOWS_DB_PASSWORD",
          "NOTIFLOWS_DB_POOL_SIZE",
          "NOTIFLOWS_DB_MIGRATE",
          "NOTIFLOWS_ADDRESS",
          "NOTIFLOWS_PORT",
          "NOTIFLOWS_ERROR_BASE",
          "NOTIFLOWS_OPS_ADDRESS",
          "NOTIFLOWS_OPS_PORT",
          "NOTIFLOWS_METRICS",
          "NOTIFLOWS_OTLP_ENDPOINT",
          "NOTIFLOWS_OTLP_SERVICE",
          "NOTIFLOWS_LOG_FORMAT",
          "NOTIFLOWS_LOG_REQUESTS",
          "NOTIFLOWS_SHUTDOWN_DELAY_SECONDS",
          "NOTIFLOWS_SHUTDOWN_LIMIT_SECONDS",
          RateSettings.RATES,
          RateSettings.REDIS,
          RateSettings.PROXIES,
          KeySettings.KEY,
          KeySettings.FILE,
          "NOTIFLOWS_TOKEN_DAYS",
          "NOTIFLOWS_CHANGE_DAYS",
          "NOTIFLOWS_DATA_DIR");

  /**
   * Reads the configuration.
   *
   * @param environment keys that start with {@code NOTIFLOWS_}; others are ignored. Takes
   *     precedence over the file
   * @throws ConfigException if any key is invalid; lists all of them
   */
  public static Configuration from(Map<String, String> environment) {
    Reader reader = new Reader(environment);
    DatabaseConfig database =
        new DatabaseConfig(
            reader.jdbcUrl(),
            reader.text("NOTIFLOWS_DB_USER", ""),
            reader.text("NOTIFLOWS_DB_PASSWORD", ""),
            reader.number("NOTIFLOWS_DB_POOL_SIZE", 16, 1, 1000),
            reader.bool("NOTIFLOWS_DB_MIGRATE", true));
    HttpConfig http =
        new HttpConfig(
            reader.text("NOTIFLOWS_ADDRESS", "0.0.0.0"),
            reader.number("NOTIFLOWS_PORT", 8080, 0, 65535),
            reader.errorBase());
    OpsConfig ops =
        new OpsConfig(
            reader.opsListener(http.address()),
            reader.bool("NOTIFLOWS_METRICS", false),
            reader.traces(),
            new LogConfig(
                reader.choice("NOTIFLOWS_LOG_FORMAT", LogConfig.Format.TEXT),
                reader.choice("NOTIFLOWS_LOG_REQUESTS", LogConfig.Requests.NONE)),
            Duration.ofSeconds(reader.number("NOTIFLOWS_SHUTDOWN_DELAY_SECONDS", 0, 0, 300)),
            Duration.ofSeconds(reader.number("NOTIFLOWS_SHUTDOWN_LIMIT_SECONDS", 15, 1, 300)));
    RateConfig rates = RateSettings.read(reader::text, reader::report);
    EncryptionConfig encryption = KeySettings.read(reader::text, reader::report);
    int tokenDays = reader.number("NOTIFLOWS_TOKEN_DAYS", 270, 1, 36_500);
    int changeDays = reader.number("NOTIFLOWS_CHANGE_DAYS", 90, 1, 36_500);
    reader.finish();
    return new Configuration(database, http, ops, rates, encryption, tokenDays, changeDays);
  }

  /** The names of all settings. A server rejects other names that start with {@code NOTIFLOWS_}. */
  public static Set<String> names() {
    return KEYS;
  }

  private static final class Reader {

    private final List<String> problems = new ArrayList<>();
    private final Settings settings;

    Reader(Map<String, String> environment) {
      this.settings = new Settings(environment, problems);
      for (String key : settings.names()) {
        if (!KEYS.contains(key)) {
          report(key, "is not known. Known are " + String.join(", ", new TreeSet<>(KEYS)));
        }
      }
    }

    void report(String key, String problem) {
      problems.add(settings.label(key) + " " + problem);
    }

    String text(String key) {
      return text(key, "");
    }

    String text(String key, String preset) {
      String value = settings.value(key);
      return value.isEmpty() ? preset : value;
    }

    String jdbcUrl() {
      String url = text("NOTIFLOWS_DB_URL", "");
      if (!url.startsWith("jdbc:mysql:")) {
        report(
            "NOTIFLOWS_DB_URL",
            "must name a MySQL or MariaDB database, for example"
                + " jdbc:mysql://db.example.com:3306/notiflows");
      }
      return url;
    }

    String errorBase() {
      String base = text("NOTIFLOWS_ERROR_BASE", "https://docs.notiflows.com/errors/");
      if (!isUrl(base)) {
        report("NOTIFLOWS_ERROR_BASE", "must be an http or https URL");
      }
      return base.endsWith("/") ? base : base + "/";
    }

    /** Every error response contains a URI made from the base. */
    private static boolean isUrl(String text) {
      try {
        URI uri = new URI(text);
        return text.matches("https?://.+") && uri.getHost() != null;
      } catch (URISyntaxException e) {
        return false; // the caller lists it as a problem
      }
    }

    /** The address of the API is the preset one. */
    Optional<OpsConfig.Listener> opsListener(String preset) {
      String address = text("NOTIFLOWS_OPS_ADDRESS", "");
      if (!text("NOTIFLOWS_OPS_PORT", "").isEmpty()) {
        int port = number("NOTIFLOWS_OPS_PORT", 0, 0, 65535);
        return Optional.of(new OpsConfig.Listener(address.isEmpty() ? preset : address, port));
      }
      if (!address.isEmpty()) {
        report("NOTIFLOWS_OPS_ADDRESS", "needs NOTIFLOWS_OPS_PORT");
      }
      return Optional.empty();
    }

    Optional<TracingConfig> traces() {
      String endpoint = text("NOTIFLOWS_OTLP_ENDPOINT", "");
      String service = text("NOTIFLOWS_OTLP_SERVICE", "");
      if (!service.matches("[A-Za-z0-9._-]{0,100}")) {
        report(
            "NOTIFLOWS_OTLP_SERVICE",
            "must have 1 to 100 letters, digits, dots, hyphens or underscores");
      }
      if (endpoint.isEmpty()) {
        if (!service.isEmpty()) {
          report("NOTIFLOWS_OTLP_SERVICE", "needs NOTIFLOWS_OTLP_ENDPOINT");
        }
        return Optional.empty();
      }
      if (!isUrl(endpoint) || endpoint.matches(".*[?#@].*|.*/v1/traces/?")) {
        report(
            "NOTIFLOWS_OTLP_ENDPOINT",
            "must be an http or https URL without user, query and /v1/traces, for example"
                + " http://collector.example.com:4318");
      }
      return Optional.of(
          new TracingConfig(
              endpoint.replaceFirst("/+$", ""), service.isEmpty() ? "notiflows" : service));
    }

    int number(String key, int preset, int least, int most) {
      String value = text(key, Integer.toString(preset));
      if (value.matches("\\d{1,9}")) {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      }
      report(key, "must be a whole number from " + least + " to " + most);
      return preset;
    }

    /** A constant of an enum, in lower case. */
    <E extends Enum<E>> E choice(String key, E preset) {
      String value = text(key, name(preset));
      List<E> all = List.of(preset.getDeclaringClass().getEnumConstants());
      Optional<E> chosen = all.stream().filter(each -> name(each).equals(value)).findFirst();
      if (chosen.isEmpty()) {
        List<String> names = all.stream().map(Reader::name).toList();
        report(key, "must be one of " + String.join(", ", names));
      }
      return chosen.orElse(preset);
    }

    private static String name(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }

    boolean bool(String key, boolean preset) {
      String value = text(key, Boolean.toString(preset));
      if (!value.equals("true") && !value.equals("false")) {
        report(key, "must be true or false");
      }
      return value.equals("true");
    }

    void finish() {
      if (!problems.isEmpty()) {
        throw new ConfigException(problems);
      }
    }
  }
}
