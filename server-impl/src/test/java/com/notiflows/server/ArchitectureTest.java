package com.notiflows.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.notiflows.server.app.Main;
import com.notiflows.server.persistence.DatabaseException;
import com.notiflows.server.problem.OutOfMemory;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import java.util.stream.Stream;

/** Which packages may depend on each other, and where each library may be used. */
@AnalyzeClasses(locations = ArchitectureTest.Shipped.class)
class ArchitectureTest {

  /** The shipped classes: those in the same location as {@link Main}. */
  static final class Shipped implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
      return Set.of(Location.of(Main.class.getProtectionDomain().getCodeSource().getLocation()));
    }
  }

  @ArchTest static final ArchRule PROBLEM = layer("problem");

  @ArchTest static final ArchRule CONFIG = layer("config");

  @ArchTest static final ArchRule JSON = layer("json");

  @ArchTest static final ArchRule FORMATS = layer("formats");

  @ArchTest static final ArchRule SPEC = layer("spec", "problem", "json", "formats");

  @ArchTest static final ArchRule LANES = layer("lanes");

  @ArchTest static final ArchRule TRACING = layer("tracing", "config");

  @ArchTest static final ArchRule MODEL = layer("model", "spec");

  @ArchTest static final ArchRule ENCRYPTION = layer("encryption", "problem", "config", "model");

  @ArchTest
  static final ArchRule PERSISTENCE =
      layer("persistence", "problem", "config", "model", "tracing", "encryption");

  @ArchTest
  static final ArchRule PROJECTS =
      layer("projects", "problem", "json", "spec", "model", "lanes", "persistence", "encryption");

  @ArchTest
  static final ArchRule CHANNELS =
      layer("channels", "problem", "spec", "model", "persistence", "projects");

  @ArchTest
  static final ArchRule CHANGES =
      layer("changes", "problem", "json", "model", "persistence", "projects");

  @ArchTest
  static final ArchRule WRITE =
      layer("write", "problem", "spec", "model", "lanes", "persistence", "tracing", "changes");

  @ArchTest
  static final ArchRule SETTINGS =
      layer(
          "settings",
          "encryption",
          "problem",
          "json",
          "spec",
          "model",
          "lanes",
          "persistence",
          "projects",
          "write");

  @ArchTest
  static final ArchRule ENDPOINTS =
      layer(
          "endpoints",
          "problem",
          "spec",
          "model",
          "persistence",
          "projects",
          "write",
          "settings",
          "changes");

  @ArchTest
  static final ArchRule USERS =
      layer(
          "users",
          "problem",
          "spec",
          "model",
          "persistence",
          "projects",
          "write",
          "settings",
          "changes");

  @ArchTest
  static final ArchRule BULK =
      layer(
          "bulk",
          "problem",
          "spec",
          "model",
          "persistence",
          "projects",
          "write",
          "settings",
          "endpoints");

  @ArchTest static final ArchRule IDEMPOTENCY = layer("idempotency", "persistence", "projects");

  @ArchTest
  static final ArchRule SERVICES =
      layer(
          "services",
          "config",
          "changes",
          "json",
          "spec",
          "lanes",
          "persistence",
          "projects",
          "channels",
          "users",
          "settings",
          "endpoints",
          "bulk",
          "idempotency",
          "write",
          "tracing");

  @ArchTest static final ArchRule RATES = layer("rates", "problem", "config", "spec");

  @ArchTest static final ArchRule OPS = layer("ops", "problem", "spec", "write");

  @ArchTest
  static final ArchRule HTTP =
      layer(
          "http",
          "changes",
          "ops",
          "log",
          "formats",
          "problem",
          "rates",
          "json",
          "spec",
          "model",
          "persistence",
          "projects",
          "users",
          "channels",
          "settings",
          "endpoints",
          "bulk",
          "write",
          "tracing");

  @ArchTest
  static final ArchRule CLI =
      layer(
          "cli",
          "changes",
          "encryption",
          "problem",
          "model",
          "json",
          "spec",
          "config",
          "persistence",
          "projects",
          "users",
          "channels",
          "settings",
          "endpoints",
          "bulk",
          "services",
          "write",
          "tracing");

  @ArchTest
  static final ArchRule HTTP_USES_ONLY_THE_EXCEPTION_OF_PERSISTENCE =
      noClasses()
          .that(resideInAPackage("com.notiflows.server.http.."))
          .should()
          .dependOnClassesThat(
              resideInAPackage("com.notiflows.server.persistence..")
                  .and(not(JavaClass.Predicates.belongToAnyOf(DatabaseException.class))));

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("com.notiflows.server.(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule GENERATED = only(in("http"), "com.notiflows.api..");

  @ArchTest
  static final ArchRule SQL =
      only(
          in("persistence"),
          "java.sql..",
          "javax.sql..",
          "org.apache.ibatis..",
          "com.zaxxer..",
          "org.flywaydb..",
          "com.mysql..");

  @ArchTest
  static final ArchRule REST =
      only(in("http", "app"), "jakarta.ws.rs..", "jakarta.servlet..", "jakarta.annotation..");

  @ArchTest
  static final ArchRule JERSEY = only(in("app"), "org.glassfish..", "org.eclipse.jetty..");

  @ArchTest static final ArchRule LOGBACK = only(in("log"), "ch.qos.logback..", "co.elastic..");

  @ArchTest static final ArchRule PICOCLI = only(in("cli", "app"), "picocli..");

  @ArchTest static final ArchRule METRICS = only(in("ops"), "io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule TOKEN_BUCKETS = only(in("rates"), "io.github.bucket4j..", "io.lettuce..");

  @ArchTest static final ArchRule TRACES = only(in("tracing"), "io.opentelemetry..");

  @ArchTest static final ArchRule JWT = only(in("projects"), "com.nimbusds..");

  @ArchTest static final ArchRule PATTERNS_OF_THE_SPEC = only(in("spec"), "com.google.re2j..");

  @ArchTest static final ArchRule SCHEMAS = only(in("spec", "formats"), "com.networknt..");

  @ArchTest
  static final ArchRule TIME_COMES_FROM_A_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(Date.class);

  @ArchTest
  static final ArchRule ONLY_APP_USES_THE_SYSTEM_CLOCK =
      noClasses()
          .that(not(in("app")))
          .should()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  @ArchTest
  static final ArchRule NO_STANDARD_OUTPUT_AND_NO_JAVA_LOGGING =
      noClasses()
          .that(not(type(OutOfMemory.class))) // logging needs memory
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(
        Arrays.stream(packages)
            .map(name -> "com.notiflows.server." + name + "..")
            .toArray(String[]::new));
  }

  /** A package that depends on no packages of the server but itself and those listed. */
  private static ArchRule layer(String name, String... others) {
    String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others)).toArray(String[]::new);
    return classes()
        .that(in(name))
        .should()
        .onlyDependOnClassesThat(in(allowed).or(not(resideInAPackage("com.notiflows.server.."))));
  }

  /** Libraries that only these packages may use. */
  private static ArchRule only(DescribedPredicate<JavaClass> users, String... packages) {
    return noClasses().that(not(users)).should().dependOnClassesThat().resideInAnyPackage(packages);
  }
}
