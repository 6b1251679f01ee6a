package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.contract.BodyPlaces.Place;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.testing.Jwts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Large numbers are rejected, or take no more time than other text of their length. */
class NumbersIT {

  /** Detects a hang and tolerates a slow machine. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final List<String> TOO_LARGE =
      List.of(
          "1e1001",
          "-1E+1001",
          "1e-1001",
          "1e1000000",
          "1e20000000",
          "1e999999999",
          "-1e999999999",
          "1e-999999999",
          "1e2147483647",
          "1e2147483648",
          "-1.5E-2147483649",
          "1e99999999999999999999",
          "1e" + "0".repeat(1000),
          "1".repeat(1001),
          "-0." + "0".repeat(1000));

  private static final List<String> LONGEST =
      List.of("9".repeat(900_000), "0." + "9".repeat(900_000), "1e" + "9".repeat(900_000));

  private static final List<String> LARGEST =
      List.of("1e1000", "-1E-1000", "9".repeat(1000), "0." + "9".repeat(999), "-0", "1e0001");

  private final TestServer server = TestServer.get();

  private static List<Place> places() {
    return BodyPlaces.all();
  }

  private Answer send(Place place, String number) {
    Request request = place.operation().bare(DemoProject.USER, DemoProject.APNS.toString());
    return server.send(request.json(place.body(number)));
  }

  @ParameterizedTest
  @MethodSource("places")
  void rejectsNumbersBeyondTheLimitInAllFields(Place place) {
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (String number : TOO_LARGE) {
            send(place, number).expect(400, "bad_request").detail("reason", "invalid_json");
          }
        });
  }

  @Test
  void rejectsBodiesThatAreOneLongNumber() {
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (Place place : places().stream().filter(p -> p.name().endsWith(" body")).toList()) {
            for (String number : LONGEST) {
              send(place, number).expect(400, "bad_request").detail("reason", "invalid_json");
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("places")
  void parsesTheLargestNumbersInAllFields(Place place) {
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (String number : LARGEST) {
            Answer answer = send(place, number);
            assertTrue(Set.of(200, 201, 422).contains(answer.status()), answer::body);
          }
        });
  }

  @Test
  void manyLargeNumbersDoNotHang() {
    String longest = String.join(",", Collections.nCopies(1000, "9".repeat(1000)));
    String largest = String.join(",", Collections.nCopies(149_000, "1e1000"));

    for (Place place : places()) {
      for (String numbers : List.of(longest, largest)) {
        Answer answer = assertTimeoutPreemptively(LONG, () -> send(place, "[" + numbers + "]"));
        assertTrue(Set.of(422, 200, 201).contains(answer.status()), answer::body);
      }
    }
  }

  private static Stream<String> claims() {
    return Stream.of("exp", "nbf", "iat", "sub", "aud", "jti", "other", "sub\":\"u\",\"exp");
  }

  @ParameterizedTest
  @MethodSource("claims")
  void rejectsNumbersBeyondTheLimitInUserKeys(String claim) {
    long later = Instant.now().getEpochSecond() + 600;
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (String number : TOO_LARGE) {
            for (String value : List.of(number, "[" + number + "]", Json.of("{'x':%s}", number))) {
              String good = claim.startsWith("exp") ? "" : Json.of(",'exp':%d", later);
              String bad = Json.of("{'%s':%s,'a':'b'%s}", claim, value, good);
              assertInvalid(Jwts.sign(SignedIn.KEY, Json.of("{'alg':'RS256'}"), bad));
            }
            String claims = Json.of("{'sub':'%s','exp':%d}", DemoProject.USER, later);
            String header = Json.of("{'alg':'RS256','%s':%s}", claim, number);
            assertInvalid(Jwts.sign(SignedIn.KEY, header, claims));
          }
        });
  }

  private void assertInvalid(String userKey) {
    server
        .send(
            Request.of("GET", "/user/channels/" + DemoProject.APNS + "/settings")
                .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY)
                .header("x-notiflows-user-key", userKey))
        .expect(401, "unauthenticated")
        .detail("auth", "user_key")
        .detail("param", "format");
  }

  @Test
  void rejectsNumbersBeyondTheLimitInImports() throws IOException {
    Projects projects = new Projects(BundledSpec.load());
    Projects.Tenant tenant = projects.create("numbers");
    projects.channel(tenant, "apns");
    List<String> lines = new ArrayList<>();
    String line = "{'user_id':%s,'channel':%s,'settings':%s}";
    List<String> numbers = new ArrayList<>(TOO_LARGE);
    numbers.addAll(LONGEST);
    for (String number : numbers) {
      lines.add(Json.of(line.formatted(number, "'apns'", "{}")));
      lines.add(Json.of(line.formatted("'u'", number, "{}")));
      lines.add(Json.of(line.formatted("'u'", "'apns'", number)));
      lines.add(Json.of(line.formatted("'u'", "'apns'", "{'device_tokens':[" + number + "]}")));
      lines.add(Json.of(line.formatted("'u'", "'apns'", "{'x':{'y':[" + number + "]}}")));
    }
    Path file = Artifacts.freshFolder("numbers").resolve("in.ndjson");
    Files.write(file, lines);
    CommandLineRun cli = new CommandLineRun(server.environment());

    String output =
        assertTimeoutPreemptively(
            LONG, () -> cli.runExpecting(1, "settings", "import", "--project", tenant.id(), file));

    assertEquals(
        lines.size(),
        output
            .lines()
            .filter(
                text ->
                    text.contains(
                        "must not have a number with more than 1000 digits or an exponent beyond"
                            + " 1000"))
            .count(),
        output);
  }
}
