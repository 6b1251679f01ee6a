package com.notiflows.contract;

import au.com.dius.pact.provider.junitsupport.State;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.Identifier;
import com.notiflows.server.model.Place;
import com.notiflows.server.persistence.ChannelSettingsMapper;
import com.notiflows.server.persistence.ChannelSettingsRow;
import com.notiflows.server.persistence.EndpointMapper;
import com.notiflows.server.persistence.EndpointRow;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The states that a pact may ask for. They add up, on top of the demo project. */
final class ProviderStates {

  private static final Instant STORED_AT = Instant.parse("2026-01-15T09:30:00.123456Z");
  private static final Map<String, Object> PUSH =
      Map.of(
          "device_tokens",
          List.of("740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad"));
  private static final Map<String, Object> SLACK =
      Map.of("slack_channel_id", "C0123456789", "slack_user_id", "U0123456789");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestServer server;

  ProviderStates(TestServer server) {
    this.server = server;
  }

  /** Puts the demo project back as it is on the first day. */
  void reset() {
    List<String> tables =
        List.of(
            "idempotency_keys",
            "channel_settings",
            "channels",
            "users",
            "allowed_origins",
            "signing_keys",
            "secret_keys",
            "public_keys");
    for (String table : tables) {
      execute("DELETE FROM " + table + " WHERE project_id = ?", bytes(DemoProject.ID));
    }
    execute("DELETE FROM projects WHERE id = ?", bytes(DemoProject.ID));
    server.seed();
  }

  @State("the user has no channel settings")
  public void noSettings() {
    execute("DELETE FROM channel_settings WHERE user_id = ?", bytes(DemoProject.USER_ID));
  }

  @State("the user has device tokens on the APNs channel")
  public void apns(Map<String, Object> settings) {
    store(DemoProject.APNS, settings, PUSH);
  }

  @State("the user has device tokens on the FCM channel")
  public void fcm(Map<String, Object> settings) {
    store(DemoProject.FCM, settings, PUSH);
  }

  @State("the user has a Slack destination")
  public void slack(Map<String, Object> settings) {
    store(DemoProject.SLACK, settings, SLACK);
  }

  /** Hands the pact a user key, which it puts into its request where it says {@code user_key}. */
  @State("a user is signed in")
  public Map<String, Object> signedIn(Map<String, Object> parameters) {
    return Map.of("user_key", SignedIn.token(userId(parameters)));
  }

  @State("a user's key has expired")
  public Map<String, Object> expired(Map<String, Object> parameters) {
    return Map.of("user_key", SignedIn.expiredToken(userId(parameters)));
  }

  @State("another user has a device token on the APNs channel")
  public void anotherUser(Map<String, Object> parameters) {
    String body =
        "{\"channel_settings\":[{\"channel_id\":\"%s\",\"settings\":{\"device_tokens\":[\"%s\"]}}]}"
            .formatted(DemoProject.APNS, text(parameters, "device_token"));
    server.send(Request.put("/admin/users/" + text(parameters, "user_id"), body)).expect(201);
  }

  @State("a device token of another user was retired on the APNs channel")
  public void retired(Map<String, Object> parameters) {
    anotherUser(parameters);
    String report =
        "{\"items\":[{\"device_token\":\"%s\",\"outcome\":\"invalid\",\"occurred_at\":\"2099-01-01T00:00:00Z\"}]}"
            .formatted(text(parameters, "device_token"));
    String target = "/admin/channels/" + DemoProject.APNS + "/token-feedback";
    server.send(Request.admin("POST", target).json(report)).expect(200);
  }

  @State("the APNs channel takes so many device tokens of a user")
  public void cap(Map<String, Object> parameters) {
    int cap = ((Number) parameters.get("token_cap")).intValue();
    execute(
        "UPDATE channels SET token_cap = " + cap + " WHERE project_id = ? AND id = ?",
        bytes(DemoProject.ID),
        bytes(DemoProject.APNS));
    revise();
  }

  @State("there is no such user")
  public void noUser(Map<String, Object> parameters) {
    byte[] externalId = text(parameters, "user_id").getBytes(StandardCharsets.UTF_8);
    execute(
        "DELETE FROM users WHERE project_id = ? AND external_id = ?",
        bytes(DemoProject.ID),
        externalId);
  }

  @State("there is no such channel")
  public void noChannel(Map<String, Object> parameters) {
    UUID channel = UUID.fromString(text(parameters, "channel_id"));
    execute(
        "DELETE FROM channels WHERE project_id = ? AND id = ?",
        bytes(DemoProject.ID),
        bytes(channel));
    revise();
  }

  /** Past the rules of the API: stored settings can be such as nobody may write. */
  private void store(UUID channel, Map<String, Object> asked, Map<String, Object> preset) {
    if (!preset.keySet().containsAll(asked.keySet())) {
      throw new IllegalArgumentException(
          "The parameters of this state are " + preset.keySet() + ", not " + asked.keySet());
    }
    Map<String, Object> settings = new TreeMap<>(asked.isEmpty() ? preset : asked);
    Object tokens = settings.remove("device_tokens");
    ChannelSettingsRow row =
        new ChannelSettingsRow(DemoProject.USER_ID, channel, json(settings), STORED_AT, STORED_AT);
    List<EndpointRow> endpoints = new ArrayList<>();
    if (tokens instanceof List<?> list) {
      list.forEach(token -> endpoints.add(endpoint(channel, token.toString(), endpoints.size())));
    }
    server
        .components()
        .database()
        .transactions()
        .inTransaction(
            mappers -> {
              mappers.get(ChannelSettingsMapper.class).upsert(DemoProject.ID, List.of(row));
              return endpoints.isEmpty()
                  ? 0
                  : mappers.get(EndpointMapper.class).insert(DemoProject.ID, endpoints);
            });
  }

  private EndpointRow endpoint(UUID channel, String token, int position) {
    Identifier identifier =
        server
            .components()
            .services()
            .snapshots()
            .current(DemoProject.ID)
            .orElseThrow()
            .tokenKey()
            .identifier(token);
    return EndpointRow.of(
        new Place(DemoProject.USER_ID, channel),
        new Endpoint(
            identifier, Endpoint.ANYBODY, position, null, null, null, STORED_AT, STORED_AT, null));
  }

  /** Servers read the project again. */
  private void revise() {
    execute("UPDATE projects SET revision = revision + 1 WHERE id = ?", bytes(DemoProject.ID));
  }

  private void execute(String statement, byte[]... values) {
    try (Connection connection = server.connect();
        PreparedStatement sql = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        sql.setBytes(i + 1, values[i]);
      }
      sql.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private static String userId(Map<String, Object> parameters) {
    return parameters.isEmpty() ? DemoProject.USER : text(parameters, "user_id");
  }

  private static String text(Map<String, Object> parameters, String name) {
    if (parameters.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("This state needs the parameter " + name);
  }

  private static byte[] bytes(UUID id) {
    return HexFormat.of().parseHex(id.toString().replace("-", ""));
  }

  private static String json(Map<String, Object> settings) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(settings));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not settings", e);
    }
  }
}
