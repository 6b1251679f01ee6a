package com.notiflows.benchmark.jdbc;

/**
 * Work to do by JDBC.
 *
 * @param database where the database is
 * @param users how many users the tables hold
 * @param threads how many work at the same time, each on its own connection
 * @param settleSeconds how long they work before they are measured
 * @param seconds how long they are measured
 */
public record JdbcOrder(
    JdbcKind kind,
    DatabaseAddress database,
    int users,
    int threads,
    double settleSeconds,
    double seconds) {}
