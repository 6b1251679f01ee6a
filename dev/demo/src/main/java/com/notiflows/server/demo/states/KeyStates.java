package com.notiflows.server.demo.states;

import static com.notiflows.server.demo.states.Parameter.optional;

import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.demo.RsaKeys;
import com.notiflows.server.demo.UserKeySigner;
import com.notiflows.server.projects.Secrets;
import com.notiflows.server.projects.SigningKeyService;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** States of the keys that callers send. */
final class KeyStates {

  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Parameter USER =
      optional("user_id", ParameterType.TEXT, "the external id; default `user_12345`");

  private KeyStates() {}

  static List<ProviderState> all() {
    return List.of(
        ProviderState.returning(
            "user_key",
            "a user is signed in",
            "returns a user key (JWT) that is valid for an hour",
            (world, arguments) -> userKey(world.signer(), arguments, world.clock()),
            USER),
        ProviderState.returning(
            "user_key",
            "a user's key has expired",
            "returns a user key that expired an hour ago",
            (world, arguments) ->
                userKey(
                    world.signer(),
                    arguments,
                    Clock.offset(world.clock(), LIFETIME.multipliedBy(-2))),
            USER),
        ProviderState.returning(
            "user_key",
            "a user's key was revoked",
            "returns a user key whose signing key is retired",
            KeyStates::revokedUserKey,
            USER),
        ProviderState.of(
            "the secret key has expired",
            "`sk_demo_notiflows` expired an hour ago",
            (world, arguments) -> end(world, "secret_keys", "expires_at")),
        ProviderState.of(
            "the secret key was revoked",
            "`sk_demo_notiflows` was revoked an hour ago",
            (world, arguments) -> end(world, "secret_keys", "revoked_at")),
        ProviderState.of(
            "the public key has expired",
            "`pk_demo_notiflows` expired an hour ago",
            (world, arguments) -> end(world, "public_keys", "expires_at")),
        ProviderState.of(
            "the public key was revoked",
            "`pk_demo_notiflows` was revoked an hour ago",
            (world, arguments) -> end(world, "public_keys", "revoked_at")));
  }

  private static Map<String, String> userKey(
      UserKeySigner signer, Arguments arguments, Clock issued) {
    String user = arguments.text("user_id", DemoProject.USER);
    return Map.of("user_key", signer.userKey(user, issued, LIFETIME));
  }

  private static Map<String, String> revokedUserKey(DemoWorld world, Arguments arguments) {
    KeyPair pair = RsaKeys.generate(2048);
    UserKeySigner signer =
        new UserKeySigner(RsaKeys.pem(pair.getPrivate()), RsaKeys.pem(pair.getPublic()));
    String kid = signer.register(world.transactions());
    new SigningKeyService(world.projects(), world.transactions(), world.clock())
        .retire(DemoProject.ID, kid);
    return userKey(signer, arguments, world.clock());
  }

  /** Expires or revokes the demo's key, but not the keys that set up states. */
  private static void end(DemoWorld world, String table, String column) {
    boolean isPublic = table.equals("public_keys");
    world.execute(
        "UPDATE "
            + table
            + " SET "
            + column
            + " = ? WHERE project_id = ? AND "
            + (isPublic ? "public_key = ?" : "secret_hash = ?"),
        world.clock().instant().minus(LIFETIME),
        DemoProject.ID,
        isPublic ? DemoProject.PUBLIC_KEY : Secrets.hash(DemoProject.SECRET_KEY));
  }
}
