package com.notiflows.benchmark;

import static com.notiflows.benchmark.Goal.atLeast;
import static com.notiflows.benchmark.Goal.atMost;

import com.notiflows.benchmark.load.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The goals for the server. */
final class Goals {

  /** The scenario that runs at a fixed rate. */
  static final String PACED = "putNewPaced";

  /** The number of connections of that scenario. */
  static final int PACED_CONNECTIONS = 256;

  /** The server that is built on Spring Boot. */
  static final String COMPARATOR = "springBoot";

  /** Part of the ids of scenarios that run with encryption at rest off, and on. */
  static final String ENCRYPTION = "Encryption";

  /** The scenarios that run with encryption. */
  static final List<Scenario> ENCRYPTED = List.of(Scenarios.PUT_NEW, Scenarios.GET);

  private static final List<Goal> ON_EVERY_DATABASE =
      List.of(
          atLeast(
              2.0,
              "PUT of a new token, 64 connections ÷ JDBC same work, 64 threads",
              "putNew/64/rate",
              "jdbcSameWork/64/rate"),
          atLeast(
              2.5,
              "PUT of a new token, 256 connections ÷ JDBC same work, 64 threads",
              "putNew/256/rate",
              "jdbcSameWork/64/rate"),
          atLeast(
              2.0,
              "PUT of an unchanged token, 64 connections ÷ JDBC look-up + upsert, 64 threads",
              "putUnchanged/64/rate",
              "jdbcUpsert/64/rate"),
          atLeast(
              2.0,
              "PUT of a Slack user, 64 connections ÷ JDBC look-up + upsert, 64 threads",
              "putSlack/64/rate",
              "jdbcUpsert/64/rate"),
          atLeast(
              0.4,
              "GET, 64 connections ÷ JDBC look-up, 64 threads",
              "get/64/rate",
              "jdbcLookUp/64/rate"),
          atMost(
              1.5,
              "PUT of a new token, one connection, p50 ÷ JDBC same work, one thread, p50",
              "putNew/1/p50",
              "jdbcSameWork/1/p50"),
          atMost(0.5, "GET, one connection, p50 in ms", "get/1/p50", ""),
          atMost(
              3.0,
              "PUT of a new token at 70 % of the peak rate, p99 ÷ p50",
              PACED + "/" + PACED_CONNECTIONS + "/p99",
              PACED + "/" + PACED_CONNECTIONS + "/p50"),
          atMost(2.0, "Start to the first 200, in s", Figures.START_SECONDS, ""),
          atMost(200, "Memory of the idle server (RSS), in MB", Figures.IDLE_MEGABYTES, ""));

  private Goals() {}

  /**
   * All goals of a run.
   *
   * @param withEncryption whether the run measures encryption at rest
   * @param withComparator whether the run measures the server that is built on Spring Boot
   */
  static List<Goal> of(boolean withEncryption, boolean withComparator) {
    List<Goal> goals = new ArrayList<>(ON_EVERY_DATABASE);
    for (Scenario write : Scenarios.WRITES) {
      goals.add(
          atLeast(
              0.7,
              write.title() + ", 64 connections, with Idempotency-Key ÷ without",
              write.withKeys().id() + "/64/rate",
              write.id() + "/64/rate"));
    }
    if (withEncryption) {
      for (Scenario scenario : ENCRYPTED) {
        goals.add(
            atLeast(
                0.8,
                scenario.title() + ", 64 connections, encryption at rest on ÷ off",
                scenario.id() + ENCRYPTION + "On/64/rate",
                scenario.id() + ENCRYPTION + "Off/64/rate"));
      }
    }
    if (withComparator) {
      goals.add(
          atLeast(
              4.0,
              "PUT of a new token, 64 connections ÷ Spring Boot + MyBatis, look-up + upsert only",
              "putNew/64/rate",
              COMPARATOR + "/64/rate"));
    }
    return goals;
  }
}
