package com.notiflows.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  private static final String URL = "jdbc:mysql://db.example.com:3306/notiflows";

  private static Configuration read(String... more) {
    Map<String, String> environment = new HashMap<>(Map.of("NOTIFLOWS_DB_URL", URL));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return Configuration.from(environment);
  }

  private static List<String> problems(Map<String, String> environment) {
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> Configuration.from(environment));
    List<String> lines = String.valueOf(thrown.getMessage()).lines().toList();
    assertEquals("The configuration can't be used:", lines.get(0));
    return lines.subList(1, lines.size());
  }

  @Test
  void onlyTheDatabaseUrlIsRequired() {
    assertEquals(
        new Configuration(
            new DatabaseConfig(URL, "", "", 16, true),
            new HttpConfig("0.0.0.0", 8080, "https://docs.notiflows.com/errors/"),
            new OpsConfig(
                Optional.empty(),
                false,
                Optional.empty(),
                new LogConfig(LogConfig.Format.TEXT, LogConfig.Requests.NONE),
                Duration.ZERO,
                Duration.ofSeconds(15)),
            RateConfig.PRESET,
            EncryptionConfig.OFF,
            270,
            90),
        read("PATH", "/bin", "NOTIFLOWS_PORT", ""));
  }

  @Test
  void readsEveryKey() {
    assertEquals(
        new Configuration(
            new DatabaseConfig(URL, "u", "p", 1000, false),
            new HttpConfig("127.0.0.1", 0, "http://errors.example.com/x/"),
            new OpsConfig(
                Optional.of(new OpsConfig.Listener("::1", 9090)),
                true,
                Optional.of(new TracingConfig("https://otel.example.com:4318/x", "eu-1")),
                new LogConfig(LogConfig.Format.JSON, LogConfig.Requests.ERRORS),
                Duration.ofSeconds(300),
                Duration.ofSeconds(1)),
            new RateConfig(
                true,
                Map.of(
                    "writes",
                    Optional.of(new RateConfig.Rate(20, 60)),
                    "failed-authentication",
                    Optional.empty()),
                Optional.of("rediss://user:hush@redis.example.com:6380/1"),
                List.of("10.0.0.0/8", "fd00::/8", "192.0.2.1")),
            new EncryptionConfig(List.of(new SecretKeySpec(new byte[32], "AES"))),
            90,
            30),
        read(
            "NOTIFLOWS_MASTER_KEY",
            Base64.getEncoder().encodeToString(new byte[32]),
            "NOTIFLOWS_RATE_LIMITS",
            "writes=20/60s, failed-authentication=off",
            "NOTIFLOWS_REDIS_URL",
            "rediss://user:hush@redis.example.com:6380/1",
            "NOTIFLOWS_TRUSTED_PROXIES",
            "10.0.0.0/8,fd00::/8, 192.0.2.1",
            "NOTIFLOWS_OTLP_ENDPOINT",
            "https://otel.example.com:4318/x/",
            "NOTIFLOWS_OTLP_SERVICE",
            "eu-1",
            "NOTIFLOWS_LOG_FORMAT",
            "json",
            "NOTIFLOWS_LOG_REQUESTS",
            "errors",
            "NOTIFLOWS_TOKEN_DAYS",
            "90",
            "NOTIFLOWS_CHANGE_DAYS",
            "30",
            "NOTIFLOWS_DB_USER",
            "u",
            "NOTIFLOWS_DB_PASSWORD",
            "p",
            "NOTIFLOWS_DB_POOL_SIZE",
            "1000",
            "NOTIFLOWS_DB_MIGRATE",
            "false",
            "NOTIFLOWS_ADDRESS",
            "127.0.0.1",
            "NOTIFLOWS_PORT",
            "0",
            "NOTIFLOWS_ERROR_BASE",
            "http://errors.example.com/x",
            "NOTIFLOWS_OPS_ADDRESS",
            "::1",
            "NOTIFLOWS_OPS_PORT",
            "9090",
            "NOTIFLOWS_METRICS",
            "true",
            "NOTIFLOWS_SHUTDOWN_DELAY_SECONDS",
            "300",
            "NOTIFLOWS_SHUTDOWN_LIMIT_SECONDS",
            "1",
            "NOTIFLOWS_DATA_DIR",
            "anywhere"));
  }

  @Test
  void theAddressOfOperatorsIsThatOfTheApiUnlessSet() {
    assertEquals(
        Optional.of(new OpsConfig.Listener("127.0.0.1", 0)),
        read("NOTIFLOWS_ADDRESS", "127.0.0.1", "NOTIFLOWS_OPS_PORT", "0").ops().listener());
  }

  @Test
  void anAddressOfOperatorsNeedsAPort() {
    List<String> problems =
        problems(Map.of("NOTIFLOWS_DB_URL", URL, "NOTIFLOWS_OPS_ADDRESS", "127.0.0.1"));

    assertEquals(List.of("  - NOTIFLOWS_OPS_ADDRESS needs NOTIFLOWS_OPS_PORT"), problems);
  }

  @Test
  void reportsAllInvalidKeysAtOnce() {
    List<String> problems =
        problems(
            Map.of(
                "NOTIFLOWS_DB_URL", "jdbc:postgresql://x",
                "NOTIFLOWS_DB_POOL_SIZE", "0",
                "NOTIFLOWS_DB_MIGRATE", "yes",
                "NOTIFLOWS_PORT", "65536",
                "NOTIFLOWS_ERROR_BASE", "errors",
                "NOTIFLOWS_DB_PASWORD", "HUSH",
                "NOTIFLOWS_", "HUSH"));

    assertEquals(7, problems.size(), problems::toString);
    for (String key :
        List.of(
            "NOTIFLOWS_DB_URL must name a MySQL or MariaDB database",
            "NOTIFLOWS_DB_POOL_SIZE must be a whole number from 1 to 1000",
            "NOTIFLOWS_DB_MIGRATE must be true or false",
            "NOTIFLOWS_PORT must be a whole number from 0 to 65535",
            "NOTIFLOWS_ERROR_BASE must be",
            "NOTIFLOWS_DB_PASWORD is not known. Known are NOTIFLOWS_ADDRESS, ",
            "NOTIFLOWS_ is not known")) {
      assertTrue(problems.stream().anyMatch(p -> p.startsWith("  - " + key)), key);
    }
    assertFalse(problems.toString().contains("HUSH"));
  }

  @Test
  void ratesCanBeOff() {
    assertFalse(read("NOTIFLOWS_RATE_LIMITS", "off").rates().isLimited());
    assertTrue(read("NOTIFLOWS_RATE_LIMITS", "reads=off").rates().isLimited());
  }

  @Test
  void namesAnUnknownBudget() {
    RateConfig rates = read("NOTIFLOWS_RATE_LIMITS", "write=1/1s").rates();
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> rates.requireKnown(Set.of("writes", "reads")));
    assertTrue(
        String.valueOf(thrown.getMessage())
            .endsWith("names the budget write, which does not exist. Known are reads, writes"),
        thrown::getMessage);
  }

  @Test
  void aServiceNameNeedsACollector() {
    assertEquals(
        List.of("  - NOTIFLOWS_OTLP_SERVICE needs NOTIFLOWS_OTLP_ENDPOINT"),
        problems(Map.of("NOTIFLOWS_DB_URL", URL, "NOTIFLOWS_OTLP_SERVICE", "eu-1")));
    String collector = "http://127.0.0.1:4318";
    assertEquals(
        Optional.of(new TracingConfig(collector, "notiflows")),
        read("NOTIFLOWS_OTLP_ENDPOINT", collector).ops().traces());
    List<String> problems =
        problems(
            Map.of(
                "NOTIFLOWS_DB_URL",
                URL,
                "NOTIFLOWS_OTLP_ENDPOINT",
                collector,
                "NOTIFLOWS_OTLP_SERVICE",
                "eu 1"));
    assertTrue(problems.get(0).startsWith("  - NOTIFLOWS_OTLP_SERVICE must have"));
  }

  @Test
  void reportsAMissingDatabaseUrl() {
    assertEquals(1, problems(Map.of()).size());
    assertTrue(problems(Map.of()).get(0).startsWith("  - NOTIFLOWS_DB_URL must name"));
  }

  @ParameterizedTest
  @CsvSource({
    "NOTIFLOWS_PORT, -1",
    "NOTIFLOWS_PORT, 8080.0",
    "NOTIFLOWS_PORT, 99999999999",
    "NOTIFLOWS_PORT, \u0661",
    "NOTIFLOWS_DB_POOL_SIZE, 1001",
    "NOTIFLOWS_DB_POOL_SIZE, many",
    "NOTIFLOWS_DB_MIGRATE, TRUE",
    "NOTIFLOWS_METRICS, yes",
    "NOTIFLOWS_OPS_PORT, 65536",
    "NOTIFLOWS_SHUTDOWN_DELAY_SECONDS, 301",
    "NOTIFLOWS_SHUTDOWN_LIMIT_SECONDS, 0",
    "NOTIFLOWS_RATE_LIMITS, writes",
    "NOTIFLOWS_RATE_LIMITS, writes=0/10s",
    "NOTIFLOWS_RATE_LIMITS, writes=1/0s",
    "NOTIFLOWS_RATE_LIMITS, writes=1/61s",
    "NOTIFLOWS_RATE_LIMITS, writes=1000000000/1s",
    "NOTIFLOWS_RATE_LIMITS, 'writes=1/1s,'",
    "NOTIFLOWS_RATE_LIMITS, 'writes=1/1s,writes=2/1s'",
    "NOTIFLOWS_REDIS_URL, redis.example.com:6379",
    "NOTIFLOWS_REDIS_URL, http://redis.example.com",
    "NOTIFLOWS_REDIS_URL, redis://:word^@redis.example.com:6379",
    "NOTIFLOWS_REDIS_URL, redis://:word%@redis.example.com:6379",
    "NOTIFLOWS_REDIS_URL, redis://:word#1@redis.example.com:6379",
    "NOTIFLOWS_REDIS_URL, redis://redis.example.com:65536",
    "NOTIFLOWS_REDIS_URL, redis://my_redis:6379",
    "NOTIFLOWS_REDIS_URL, redis://redis.example.com/name",
    "NOTIFLOWS_REDIS_URL, redis:redis.example.com",
    "NOTIFLOWS_TRUSTED_PROXIES, proxy.example.com",
    "NOTIFLOWS_TRUSTED_PROXIES, 10.0.0.0/8;192.0.2.1",
    "NOTIFLOWS_TRUSTED_PROXIES, 10.0.0.0/33",
    "NOTIFLOWS_TRUSTED_PROXIES, 300.0.0.1",
    "NOTIFLOWS_LOG_FORMAT, JSON",
    "NOTIFLOWS_LOG_REQUESTS, true",
    "NOTIFLOWS_OTLP_ENDPOINT, collector:4317",
    "NOTIFLOWS_OTLP_ENDPOINT, grpc://collector:4317",
    "NOTIFLOWS_OTLP_ENDPOINT, http://",
    "NOTIFLOWS_OTLP_ENDPOINT, http://user:word@collector:4318",
    "NOTIFLOWS_OTLP_ENDPOINT, http://collector:4318/?key=word",
    "NOTIFLOWS_OTLP_ENDPOINT, http://collector:4318/v1/traces",
    "NOTIFLOWS_ERROR_BASE, ftp://x/",
    "NOTIFLOWS_ERROR_BASE, 'https://x/a b'",
    "NOTIFLOWS_ERROR_BASE, https://x/{a}",
    "NOTIFLOWS_ERROR_BASE, https://",
    "NOTIFLOWS_ERROR_BASE, https://x/%zz"
  })
  void rejectsAnInvalidValueWithoutRepeatingIt(String key, String value) {
    List<String> problems = problems(Map.of("NOTIFLOWS_DB_URL", URL, key, value));

    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).startsWith("  - " + key + " must be "), problems::toString);
  }

  @Test
  void toStringOmitsThePassword() {
    String printed = read("NOTIFLOWS_DB_PASSWORD", "HUSH").toString();

    assertFalse(printed.contains("HUSH"), printed);
    assertFalse(printed.contains("jdbc"), printed);
  }
}
