package com.notiflows.benchmark.report;

import com.notiflows.benchmark.jdbc.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/** Describes the machine and the database of a run. */
public final class Machine {

  private static final long KIBIBYTES_IN_GIBIBYTE = 1 << 20;
  private static final String DATABASE =
      "SELECT CONCAT(IF(VERSION() LIKE '%MariaDB%', 'MariaDB ', 'MySQL '), VERSION(),"
          + " ', log_bin=', @@log_bin, ', sync_binlog=', @@sync_binlog,"
          + " ', innodb_flush_log_at_trx_commit=', @@innodb_flush_log_at_trx_commit,"
          + " ', buffer pool ', @@innodb_buffer_pool_size DIV 1048576, ' MB')";

  private Machine() {}

  /** Processors, memory, Java version, operating system and load average. */
  public static String describe() throws IOException {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %d GB of memory, Java %s, %s %s, load average %s before the run",
        Runtime.getRuntime().availableProcessors(),
        line("/proc/cpuinfo", "model name").orElse("unknown"),
        Long.parseLong(line("/proc/meminfo", "MemTotal").orElse("0").replaceAll("\\D", ""))
            / KIBIBYTES_IN_GIBIBYTE,
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
  }

  /** The database's version and durability, as it reports them. */
  public static String describe(DatabaseAddress address) throws SQLException {
    try (Connection connection = address.connect();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(DATABASE)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Optional<String> line(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
