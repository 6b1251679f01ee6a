package com.notiflows.benchmark.process;

import com.notiflows.benchmark.jdbc.DatabaseAddress;
import com.notiflows.server.embedded.EmbeddedDatabase;
import com.notiflows.server.embedded.EmbeddedDatabase.Product;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The database process. It has relaxed durability while it is filled, which is fast, and full
 * durability while it is measured.
 */
public final class DurableDatabase implements AutoCloseable {

  private static final List<String> RELAXED = List.of("--innodb-flush-log-at-trx-commit=0");

  private static final List<String> DURABLE =
      List.of(
          "--log-bin=binlog",
          "--server-id=1",
          "--sync-binlog=1",
          "--innodb-flush-log-at-trx-commit=1");

  private final Product product;
  private final Path folder;
  private final String bufferPool;
  private EmbeddedDatabase database;

  private DurableDatabase(Product product, Path folder, String bufferPool) {
    this.product = product;
    this.folder = folder;
    this.bufferPool = bufferPool;
    start(RELAXED);
  }

  /**
   * Creates an empty database.
   *
   * @param bufferPool the size of its buffer pool, such as {@code 512M}
   */
  public static DurableDatabase create(Product product, Path folder, String bufferPool) {
    return new DurableDatabase(product, folder, bufferPool);
  }

  /** Restarts the database. From now on each commit is on disk when it returns. */
  public void makeDurable() {
    database.close();
    start(DURABLE);
  }

  private void start(List<String> durability) {
    List<String> arguments = new ArrayList<>(durability);
    arguments.add("--innodb-buffer-pool-size=" + bufferPool);
    arguments.add("--max-connections=500");
    database =
        EmbeddedDatabase.start(product, folder, line -> {}, arguments.toArray(String[]::new));
  }

  /** The address of the database. */
  public DatabaseAddress address() {
    return new DatabaseAddress(database.jdbcUrl(), database.user(), database.password());
  }

  /** Its process id. */
  public long pid() {
    return database.pid();
  }

  @Override
  public void close() {
    database.close();
  }
}
