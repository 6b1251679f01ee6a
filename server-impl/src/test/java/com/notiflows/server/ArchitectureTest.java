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

/** Calls go from the edge inwards, and each library stays in its room. */
@AnalyzeClasses(locations = ArchitectureTest.Shipped.class)
class ArchitectureTest {

  /** What is shipped: the classes that stand where {@link Main} does. */
  static final class Shipped implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
      return Set.of(Location.of(Main.class.getProtectionDomain().getCodeSource().getLocation()));
    }
  }

  @ArchTest static final ArchRule PROBLEM = room("problem");

  @ArchTest static final ArchRule CONFIG = room("config");

  @ArchTest static final ArchRule JSON = room("json");

  @ArchTest static final ArchRule SPEC = room("spec", "problem", "json");

  @ArchTest static final ArchRule LANES = room("lanes");

  @ArchTest static final ArchRule MODEL = room("model", "spec");

  @ArchTest static final ArchRule PERSISTENCE = room("persistence", "problem", "config", "model");

  @ArchTest
  static final ArchRule PROJECTS =
      room("projects", "problem", "json", "spec", "model", "lanes", "persistence");

  @ArchTest
  static final ArchRule CHANNELS =
      room("channels", "problem", "spec", "model", "persistence", "projects");

  @ArchTest
  static final ArchRule WRITE = room("write", "problem", "spec", "model", "lanes", "persistence");

  @ArchTest
  static final ArchRule SETTINGS =
      room(
          "settings",
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
      room("endpoints", "problem", "spec", "model", "persistence", "projects", "write", "settings");

  @ArchTest
  static final ArchRule USERS =
      room("users", "problem", "spec", "model", "persistence", "projects", "write", "settings");

  @ArchTest
  static final ArchRule BULK =
      room(
          "bulk",
          "problem",
          "spec",
          "model",
          "persistence",
          "projects",
          "write",
          "settings",
          "endpoints");

  @ArchTest static final ArchRule IDEMPOTENCY = room("idempotency", "persistence", "projects");

  @ArchTest
  static final ArchRule SERVICES =
      room(
          "services",
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
          "write");

  @ArchTest static final ArchRule OPS = room("ops", "problem", "spec", "write");

  @ArchTest
  static final ArchRule HTTP =
      room(
          "http",
          "ops",
          "problem",
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
          "write");

  @ArchTest
  static final ArchRule CLI =
      room(
          "cli",
          "problem",
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
          "write");

  @ArchTest
  static final ArchRule HTTP_KNOWS_NO_MORE_OF_THE_DATABASE_THAN_ITS_FAILURES =
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

  @ArchTest static final ArchRule PICOCLI = only(in("cli", "app"), "picocli..");

  @ArchTest static final ArchRule METRICS = only(in("ops"), "io.micrometer..", "io.prometheus..");

  @ArchTest static final ArchRule JWT = only(in("projects"), "com.nimbusds..");

  @ArchTest static final ArchRule PATTERNS_OF_THE_SPEC = only(in("spec"), "com.google.re2j..");

  @ArchTest static final ArchRule SCHEMAS = only(in("spec"), "com.networknt..");

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
  static final ArchRule THE_CLOCK_COMES_FROM_APP =
      noClasses()
          .that(not(in("app")))
          .should()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone");

  @ArchTest
  static final ArchRule NOBODY_PRINTS =
      noClasses()
          .that(not(type(OutOfMemory.class))) // logging needs memory
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  private static DescribedPredicate<JavaClass> in(String... rooms) {
    return resideInAnyPackage(
        Arrays.stream(rooms)
            .map(room -> "com.notiflows.server." + room + "..")
            .toArray(String[]::new));
  }

  /** A room that uses only itself and those others of ours. */
  private static ArchRule room(String name, String... others) {
    String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others)).toArray(String[]::new);
    return classes()
        .that(in(name))
        .should()
        .onlyDependOnClassesThat(in(allowed).or(not(resideInAPackage("com.notiflows.server.."))));
  }

  /** Packages that are used in those rooms and nowhere else. */
  private static ArchRule only(DescribedPredicate<JavaClass> rooms, String... packages) {
    return noClasses().that(not(rooms)).should().dependOnClassesThat().resideInAnyPackage(packages);
  }
}
