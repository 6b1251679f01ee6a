package com.notiflows.benchmark.jdbc;

/**
 * Work to do with JDBC.
 *
 * @param database the address of the database
 * @param users the number of users in the tables
 * @param threads the number of threads, each with its own connection
 * @param settleSeconds how long they run before the measurement
 * @param seconds how long they are measured
 */
public record JdbcOrder(
    JdbcKind kind,
    DatabaseAddress database,
    int users,
    int threads,
    double settleSeconds,
    double seconds) {}
