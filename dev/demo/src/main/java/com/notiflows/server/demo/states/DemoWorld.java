package com.notiflows.server.demo.states;

import com.notiflows.server.app.Components;
import com.notiflows.server.config.DatabaseConfig;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.demo.UserKeySigner;
import com.notiflows.server.persistence.Transactions;
import com.notiflows.server.persistence.UtcInstantTypeHandler;
import com.notiflows.server.projects.KeyService;
import com.notiflows.server.projects.NewKey;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.BundledSpec;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Changes the demo project of a running server for provider states: through the API if possible,
 * else through the services of the command line, else with SQL.
 */
public final class DemoWorld {

  /** Default creation time of everything that a state stores. */
  static final Instant STORED_AT = Instant.parse("2026-01-15T09:30:00.123456Z");

  /** Tables to delete from, children first. Rows of all other tables are deleted by cascade. */
  private static final List<String> TABLES =
      List.of(
          "changes",
          "change_heads",
          "idempotency_keys",
          "channel_settings",
          "channels",
          "users",
          "allowed_origins",
          "signing_keys",
          "secret_keys",
          "public_keys",
          "data_keys");

  private final URI server;
  private final Components components;
  private final DatabaseConfig database;
  private final UserKeySigner signer;

  // Separate keys, because a state may revoke those of the demo.
  private String publicKey = "";
  private String secretKey = "";

  /**
   * Describes a running server.
   *
   * @param server its base URL
   * @param components its parts
   * @param database where its database is
   * @param signer signs user keys of the demo project
   */
  public DemoWorld(
      URI server, Components components, DatabaseConfig database, UserKeySigner signer) {
    this.server = server;
    this.components = components;
    this.database = database;
    this.signer = signer;
  }

  /** Deletes the demo project and creates it again, with fixed times. */
  void reset() {
    delete();
    DemoProject.seed(components.database());
    for (String table : List.of("users", "channels")) {
      execute(
          "UPDATE " + table + " SET created_at = ?, updated_at = ? WHERE project_id = ?",
          STORED_AT,
          STORED_AT,
          DemoProject.ID);
    }
    signer.register(transactions());
    KeyService keys = new KeyService(projects(), transactions(), clock(), spec().scopes());
    publicKey = keys.create(DemoProject.ID, NewKey.of(KeyService.Kind.PUBLIC)).text();
    secretKey = keys.create(DemoProject.ID, NewKey.of(KeyService.Kind.SECRET)).text();
  }

  private void delete() {
    try (Connection connection = connect()) {
      for (String table : TABLES) {
        execute(connection, "DELETE FROM " + table + " WHERE project_id = ?", DemoProject.ID);
      }
      execute(connection, "DELETE FROM projects WHERE id = ?", DemoProject.ID);
    } catch (SQLException e) {
      throw new IllegalStateException("The demo project can't be deleted", e);
    }
  }

  Transactions transactions() {
    return components.database().transactions();
  }

  ProjectService projects() {
    return new ProjectService(transactions(), clock());
  }

  BundledSpec spec() {
    return components.spec();
  }

  UserKeySigner signer() {
    return signer;
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  /** A request to the Admin API. */
  SetupRequest admin(String method, String path) {
    return request(method, path).header("x-notiflows-secret-key", secretKey);
  }

  /** A request to the User API. */
  SetupRequest user(String userKey, String method, String path) {
    return request(method, path).header("x-notiflows-user-key", userKey);
  }

  private SetupRequest request(String method, String path) {
    return new SetupRequest(method, server.resolve(path)).header("x-notiflows-api-key", publicKey);
  }

  /**
   * Executes a statement and increments the project's revision, so that servers reload the project.
   *
   * @param values UUIDs, times, text (stored as UTF-8 bytes) or numbers
   */
  void execute(String statement, Object... values) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      execute(connection, statement, values);
      execute(
          connection, "UPDATE projects SET revision = revision + 1 WHERE id = ?", DemoProject.ID);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private static void execute(Connection connection, String statement, Object... values)
      throws SQLException {
    try (PreparedStatement sql = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        sql.setObject(i + 1, sqlValue(values[i]));
      }
      sql.executeUpdate();
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  private static Object sqlValue(Object value) {
    if (value instanceof UUID id) {
      return HexFormat.of().parseHex(id.toString().replace("-", ""));
    }
    if (value instanceof Instant time) {
      return UtcInstantTypeHandler.text(time);
    }
    return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : value;
  }

  /** The path of a user in the Admin API. */
  static String pathOf(String externalId) {
    return "/admin/users/"
        + URLEncoder.encode(externalId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The path of a user's settings on a channel in the Admin API. */
  static String pathOf(String externalId, String channel) {
    return pathOf(externalId) + "/channel-settings/" + channel;
  }
}
