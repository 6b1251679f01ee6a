package com.notiflows.server.demo.states;

import static com.notiflows.server.demo.states.Parameter.optional;
import static com.notiflows.server.demo.states.Parameter.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.server.demo.DemoProject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** States of channel settings, subscriptions and device tokens. */
final class SettingsStates {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TOKEN =
      "740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad";
  private static final String ENDPOINT =
      "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk";

  private static final String OF_USER =
      " AND project_id = ?"
          + " AND user_id = (SELECT id FROM users WHERE project_id = ? AND external_id = ?)";

  private static final Parameter USER =
      optional(
          "user_id",
          ParameterType.TEXT,
          "the external id; default `user_12345`; created if absent");
  private static final Parameter CREATED =
      optional("created_at", ParameterType.TIME, "default `2026-01-15T09:30:00.123456Z`");
  private static final Parameter UPDATED =
      optional("updated_at", ParameterType.TIME, "default `created_at`");
  private static final Parameter TOKENS =
      optional(
          "device_tokens",
          ParameterType.TEXTS,
          "these instead; an empty list as after the last token was retired");
  private static final Parameter OTHER_USER =
      required("user_id", ParameterType.TEXT, "the external id; created if absent");
  private static final Parameter OTHER_TOKEN =
      required("device_token", ParameterType.TEXT, "the token");

  private SettingsStates() {}

  static List<ProviderState> all() {
    return List.of(
        ProviderState.of(
            "the user has no channel settings",
            "deletes the user's settings on all channels",
            (world, arguments) -> deleteAll(world, user(arguments)),
            optional("user_id", ParameterType.TEXT, "the external id; default `user_12345`")),
        ProviderState.of(
            "the user has settings on a channel",
            "stores settings on any channel",
            (world, arguments) ->
                store(
                    world,
                    arguments,
                    arguments.uuid("channel_id"),
                    arguments.value("settings").orElseThrow()),
            required("channel_id", ParameterType.UUID, "the channel"),
            required("settings", ParameterType.OBJECT, "as in `PUT`"),
            USER,
            CREATED,
            UPDATED),
        ProviderState.of(
            "the user has device tokens on the APNs channel",
            "stores one token, `" + TOKEN + "`",
            (world, arguments) -> storeTokens(world, arguments, DemoProject.APNS),
            TOKENS,
            USER,
            CREATED,
            UPDATED),
        ProviderState.of(
            "the user has device tokens on the FCM channel",
            "stores the same token on the FCM channel",
            (world, arguments) -> storeTokens(world, arguments, DemoProject.FCM),
            TOKENS,
            USER,
            CREATED,
            UPDATED),
        ProviderState.of(
            "the user has a Slack destination",
            "stores channel `C0123456789` and user `U0123456789`",
            SettingsStates::storeSlack,
            optional("slack_channel_id", ParameterType.TEXT, "stores only the given ids"),
            optional("slack_user_id", ParameterType.TEXT, "stores only the given ids"),
            USER,
            CREATED,
            UPDATED),
        ProviderState.returning(
            "subscription_id",
            "the user has a web push subscription",
            "adds a subscription",
            SettingsStates::subscribe,
            optional("endpoint", ParameterType.TEXT, "default `" + ENDPOINT + "`"),
            USER,
            CREATED,
            UPDATED),
        ProviderState.of(
            "another user has a device token on the APNs channel",
            "stores the token as that user's only one",
            SettingsStates::storeOther,
            OTHER_USER,
            OTHER_TOKEN),
        ProviderState.of(
            "a device token of another user was retired on the APNs channel",
            "stores the token and retires it: it is in quarantine",
            (world, arguments) -> {
              storeOther(world, arguments);
              retire(world, arguments.text("device_token"), DemoProject.APNS);
            },
            OTHER_USER,
            OTHER_TOKEN),
        ProviderState.of(
            "an idempotency key was used",
            "stores a device token on the APNs channel with `PUT` and this key",
            (world, arguments) ->
                world
                    .admin("PUT", DemoWorld.pathOf(user(arguments), DemoProject.APNS.toString()))
                    .header("Idempotency-Key", arguments.text("idempotency_key"))
                    .json(settings(tokens(arguments.text("device_token", TOKEN))))
                    .expect(200),
            required("idempotency_key", ParameterType.TEXT, "the key"),
            optional("device_token", ParameterType.TEXT, "default as above"),
            optional("user_id", ParameterType.TEXT, "the external id; default `user_12345`")));
  }

  private static String user(Arguments arguments) {
    return arguments.text("user_id", DemoProject.USER);
  }

  private static void deleteAll(DemoWorld world, String user) {
    JsonNode stored = world.admin("GET", DemoWorld.pathOf(user) + "/channel-settings").expect(200);
    for (JsonNode each : stored.required("items")) {
      world
          .admin("DELETE", DemoWorld.pathOf(user, each.required("channel_id").textValue()))
          .expect(204, 404);
    }
  }

  private static void storeTokens(DemoWorld world, Arguments arguments, UUID channel) {
    JsonNode tokens = arguments.value("device_tokens").orElseGet(() -> JSON.arrayNode().add(TOKEN));
    if (!tokens.isEmpty()) {
      store(world, arguments, channel, JSON.objectNode().set("device_tokens", tokens));
      return;
    }
    store(world, arguments, channel, tokens(TOKEN));
    retire(world, TOKEN, channel);
    date(world, arguments, channel);
  }

  private static void storeSlack(DemoWorld world, Arguments arguments) {
    ObjectNode settings = JSON.objectNode();
    arguments.value("slack_channel_id").ifPresent(id -> settings.set("slack_channel_id", id));
    arguments.value("slack_user_id").ifPresent(id -> settings.set("slack_user_id", id));
    if (settings.isEmpty()) {
      settings.put("slack_channel_id", "C0123456789").put("slack_user_id", "U0123456789");
    }
    store(world, arguments, DemoProject.SLACK, settings);
  }

  private static void store(DemoWorld world, Arguments arguments, UUID channel, JsonNode settings) {
    String user = user(arguments);
    create(world, user);
    String path = DemoWorld.pathOf(user, channel.toString());
    world.admin("DELETE", path).expect(204, 404);
    // If-None-Match: the project may require a precondition.
    world.admin("PUT", path).header("If-None-Match", "*").json(settings(settings)).expect(200);
    date(world, arguments, channel);
  }

  private static void create(DemoWorld world, String user) {
    world.admin("PUT", DemoWorld.pathOf(user)).json(Map.of()).expect(200, 201);
  }

  private static void date(DemoWorld world, Arguments arguments, UUID channel) {
    Instant createdAt = arguments.time("created_at", DemoWorld.STORED_AT);
    world.execute(
        "UPDATE channel_settings SET created_at = ?, updated_at = ? WHERE channel_id = ?" + OF_USER,
        createdAt,
        arguments.time("updated_at", createdAt),
        channel,
        DemoProject.ID,
        DemoProject.ID,
        user(arguments));
    // last_seen_at stays: housekeeping retires tokens by it.
    world.execute(
        "UPDATE endpoints SET first_seen_at = ? WHERE channel_id = ?" + OF_USER,
        createdAt,
        channel,
        DemoProject.ID,
        DemoProject.ID,
        user(arguments));
  }

  private static Map<String, String> subscribe(DemoWorld world, Arguments arguments) {
    String user = user(arguments);
    create(world, user);
    String endpoint = arguments.text("endpoint", ENDPOINT);
    ObjectNode settings =
        JSON.objectNode()
            .put("endpoint", endpoint)
            .put(
                "p256dh",
                "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM")
            .put("auth", "tBHItJI5svbpez7KI4CCXg");
    JsonNode subscription =
        world
            .user(
                world.signer().userKey(user, world.clock(), Duration.ofMinutes(1)),
                "POST",
                "/user/channels/" + DemoProject.WEB_PUSH + "/subscriptions")
            .json(JSON.objectNode().put("identifier", endpoint).set("settings", settings))
            .expect(200, 201);
    Instant createdAt = arguments.time("created_at", DemoWorld.STORED_AT);
    String id = subscription.required("id").textValue();
    world.execute(
        "UPDATE endpoints SET first_seen_at = ?, updated_at = ? WHERE id = ?" + OF_USER,
        createdAt,
        arguments.time("updated_at", createdAt),
        UUID.fromString(id),
        DemoProject.ID,
        DemoProject.ID,
        user);
    return Map.of("subscription_id", id);
  }

  private static void storeOther(DemoWorld world, Arguments arguments) {
    store(world, arguments, DemoProject.APNS, tokens(arguments.text("device_token")));
  }

  private static void retire(DemoWorld world, String token, UUID channel) {
    // Later than the registration, even if the clocks differ.
    Instant occurredAt = world.clock().instant().plus(Duration.ofHours(1));
    ObjectNode report =
        JSON.objectNode()
            .put("device_token", token)
            .put("outcome", "invalid")
            .put("occurred_at", occurredAt.toString());
    world
        .admin("POST", "/admin/channels/" + channel + "/token-feedback")
        .json(JSON.objectNode().set("items", JSON.arrayNode().add(report)))
        .expect(200);
  }

  private static ObjectNode tokens(String token) {
    ArrayNode tokens = JSON.arrayNode().add(token);
    return JSON.objectNode().set("device_tokens", tokens);
  }

  private static ObjectNode settings(JsonNode settings) {
    return JSON.objectNode().set("settings", settings);
  }
}
