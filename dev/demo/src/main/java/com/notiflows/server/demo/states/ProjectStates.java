package com.notiflows.server.demo.states;

import static com.notiflows.server.demo.states.Parameter.optional;
import static com.notiflows.server.demo.states.Parameter.required;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.notiflows.server.channels.ChannelService;
import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.projects.OriginService;
import com.notiflows.server.projects.ProjectService;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.spec.TokenPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** States of the project, its channels and its users. */
final class ProjectStates {

  private static final Parameter CREATED =
      optional("created_at", ParameterType.TIME, "default `2026-01-15T09:30:00.123456Z`");

  private ProjectStates() {}

  static List<ProviderState> all() {
    return List.of(
        ProviderState.of(
            ProviderStates.NEW,
            "discards everything else that the demo project holds",
            (world, arguments) -> {}), // ProviderStates resets
        ProviderState.of(
            "there is a user",
            "creates a user",
            ProjectStates::createUser,
            required("user_id", ParameterType.TEXT, "the external id"),
            optional("fields", ParameterType.OBJECT, "as in `PUT /admin/users/{user_id}`"),
            CREATED,
            optional("updated_at", ParameterType.TIME, "default `created_at`")),
        ProviderState.of(
            "there is no such user",
            "deletes the user",
            (world, arguments) ->
                world.admin("DELETE", DemoWorld.pathOf(arguments.text("user_id"))).expect(204, 404),
            required("user_id", ParameterType.TEXT, "the external id")),
        ProviderState.returning(
            "channel_id",
            "there is a channel",
            "creates a channel",
            ProjectStates::createChannel,
            required("provider", ParameterType.TEXT, "for example `webhook`"),
            optional("handle", ParameterType.TEXT, "default is the provider with `-2` appended"),
            optional("channel_id", ParameterType.UUID, "default is a new UUID"),
            optional("token_ownership", ParameterType.TEXT, "`exclusive` or `shared`"),
            CREATED),
        ProviderState.of(
            "there is no such channel",
            "deletes the channel with all settings and subscriptions on it",
            ProjectStates::deleteChannel,
            required("channel_id", ParameterType.UUID, "the channel")),
        ProviderState.of(
            "the APNs channel takes so many device tokens of a user",
            "sets the token cap of the channel",
            (world, arguments) ->
                channels(world)
                    .setTokenCap(
                        DemoProject.ID,
                        "apns",
                        Optional.of(arguments.number("token_cap")),
                        TokenOverflow.of(
                            arguments.text("token_overflow", TokenOverflow.REJECT.label()))),
            required("token_cap", ParameterType.NUMBER, "the cap"),
            optional("token_overflow", ParameterType.TEXT, "`reject` (default) or `evict`")),
        ProviderState.of(
            "the project requires If-Match",
            "rejects replacements of settings without a precondition",
            (world, arguments) -> world.projects().setRequireIfMatch(DemoProject.ID, true)),
        ProviderState.of(
            "the project's security mode is off",
            "accepts `x-notiflows-user-id` instead of a user key",
            (world, arguments) ->
                world.projects().setSecurityMode(DemoProject.ID, ProjectService.SecurityMode.OFF)),
        ProviderState.of(
            "the project allows an origin",
            "lets pages of this origin, and no other, call the User API",
            (world, arguments) ->
                new OriginService(world.projects(), world.transactions(), world.clock())
                    .set(DemoProject.ID, List.of(arguments.text("origin"))),
            required("origin", ParameterType.TEXT, "for example `https://app.example.com`")));
  }

  private static void createUser(DemoWorld world, Arguments arguments) {
    String user = arguments.text("user_id");
    world
        .admin("PUT", DemoWorld.pathOf(user))
        .json(arguments.value("fields").orElseGet(JsonNodeFactory.instance::objectNode))
        .expect(200, 201);
    Instant createdAt = arguments.time("created_at", DemoWorld.STORED_AT);
    world.execute(
        "UPDATE users SET created_at = ?, updated_at = ? WHERE project_id = ? AND external_id = ?",
        createdAt,
        arguments.time("updated_at", createdAt),
        DemoProject.ID,
        user);
  }

  private static Map<String, String> createChannel(DemoWorld world, Arguments arguments) {
    String provider = arguments.text("provider");
    String handle = arguments.text("handle", provider + "-2");
    Optional<UUID> id = arguments.value("channel_id").map(any -> arguments.uuid("channel_id"));
    TokenPolicy tokens =
        arguments
            .value("token_ownership")
            .map(value -> TokenPolicy.of(value.textValue(), null, null))
            .orElse(TokenPolicy.PRESET);
    UUID created =
        channels(world).create(DemoProject.ID, provider, handle, provider, id, tokens).id();
    Instant createdAt = arguments.time("created_at", DemoWorld.STORED_AT);
    world.execute(
        "UPDATE channels SET created_at = ?, updated_at = ? WHERE project_id = ? AND id = ?",
        createdAt,
        createdAt,
        DemoProject.ID,
        created);
    return Map.of("channel_id", created.toString());
  }

  private static void deleteChannel(DemoWorld world, Arguments arguments) {
    world.execute(
        "DELETE FROM channel_settings WHERE project_id = ? AND channel_id = ?",
        DemoProject.ID,
        arguments.uuid("channel_id"));
    world.execute(
        "DELETE FROM channels WHERE project_id = ? AND id = ?",
        DemoProject.ID,
        arguments.uuid("channel_id"));
  }

  private static ChannelService channels(DemoWorld world) {
    return new ChannelService(
        world.projects(), world.spec().providers(), world.transactions(), world.clock());
  }
}
