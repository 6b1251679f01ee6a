package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;

/** A project that the command line created, with one channel. */
record CliProject(String id, String publicKey, String secretKey, String channel) {

  /** Creates a project with a channel of this provider, and users. */
  static CliProject create(CommandLineRun cli, String provider, String... users) {
    String id = cli.json("projects", "create", "First", "--json").path("id").asText();
    String channel =
        cli.json(
                "channels",
                "create",
                "--project",
                id,
                "--provider",
                provider,
                "--handle",
                "main",
                "--json")
            .path("id")
            .asText();
    for (String user : users) {
      cli.run("users", "create", "--project", id, user);
    }
    return new CliProject(id, key(cli, id, "public"), key(cli, id, "secret"), channel);
  }

  private static String key(CommandLineRun cli, String id, String kind) {
    return cli.json("keys", "create", "--project", id, "--kind", kind, "--json")
        .path("key")
        .asText();
  }

  /** A request for the settings of a user on the channel. */
  Request settings(String method, String user) {
    return Request.of(method, settingsOf(user, channel)).keys(publicKey, secretKey);
  }
}
