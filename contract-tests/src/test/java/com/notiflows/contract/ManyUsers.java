package com.notiflows.contract;

import java.util.UUID;

/**
 * Many users of one project, inserted by SQL: 100,000, or 1,000,000 with {@code -Pmany-users}.
 *
 * @param id of the project
 */
record ManyUsers(TestServer server, UUID id) {

  static final int COUNT = Integer.getInteger("users", 100_000);

  /** The id of the project as an SQL literal. */
  String project() {
    return sql(id);
  }

  static String sql(UUID id) {
    return "x'" + id.toString().replace("-", "") + "'";
  }

  /** Inserts users without fields, created at random times of one day. */
  void insert() {
    server.sql(insert("'u0'", "(SELECT 1 AS one) t"));
    for (int count = 1; count < COUNT; count *= 2) {
      String from =
          "users WHERE project_id = " + project() + " LIMIT " + Math.min(count, COUNT - count);
      server.sql(insert("CONCAT(external_id, '-" + count + "')", from));
    }
    server.sql("ANALYZE TABLE users");
  }

  /**
   * Gives each user a device token on the channel and another one in quarantine. Both were seen
   * today, so that housekeeping keeps them.
   */
  void insertTokens(UUID channel) {
    String user = project() + ", id, " + sql(channel);
    String from = " FROM users WHERE project_id = " + project();
    server.sql(
        "INSERT INTO channel_settings (project_id, user_id, channel_id, settings, created_at, updated_at) SELECT "
            + (user + ", '{}', created_at, updated_at" + from));
    String columns =
        "INSERT INTO endpoints (project_id, user_id, channel_id, identifier_hash, holder, identifier,"
            + " position, first_seen_at, last_seen_at, retired_at, retired_reason) SELECT ";
    server.sql(
        columns
            + (user + ", UNHEX(SHA2(id, 256)), UNHEX(REPEAT('00', 16)), HEX(id), 0, created_at,")
            + (" NOW(6), NULL, NULL" + from));
    server.sql(
        columns
            + (user + ", UNHEX(SHA2(HEX(id), 256)), UNHEX(REPEAT('00', 16)), HEX(id), 1,")
            + (" created_at, NOW(6), NOW(6), 'expired'" + from));
    server.sql("ANALYZE TABLE channel_settings, endpoints");
  }

  void remove() {
    for (String table : new String[] {"endpoints", "channel_settings", "users"}) {
      server.sql("DELETE FROM " + table + " WHERE project_id = " + project());
    }
  }

  private String insert(String externalId, String from) {
    return "INSERT INTO users (project_id, id, external_id, created_at, updated_at) SELECT "
        + (project() + ", UNHEX(MD5(" + externalId + ")), " + externalId)
        + ", TIMESTAMP('2020-01-01') + INTERVAL FLOOR(RAND() * 86400) SECOND, NOW(6) FROM "
        + from;
  }
}
