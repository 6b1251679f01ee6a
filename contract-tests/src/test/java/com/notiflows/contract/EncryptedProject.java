package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

/** A project on an encrypted database, and a server for it. */
final class EncryptedProject implements AutoCloseable {

  /** Part of every secret that is stored, so that one search finds all of them. */
  static final String MARK = "Zq7Secret";

  static final String TOKEN = MARK + "-token";
  static final String SLACK = Json.of("{'settings':{'slack_user_id':'%s'}}", MARK);
  static final String USER = "/admin/users/ann";

  private final EncryptedDatabase database;
  private final CliProject project;
  private final String slack;
  private final String webPush;
  private OwnServer server;
  private Request keyed = Request.of("GET", "/");

  EncryptedProject(EncryptedDatabase database) {
    this.database = database;
    this.project = CliProject.create(database.cli(), "apns", "bob");
    this.slack = channel("slack");
    this.webPush = channel("web_push");
    this.server = OwnServer.of(database.environment());
  }

  private String channel(String provider) {
    return database
        .cli()
        .json(
            "channels",
            "create",
            "--project",
            project.id(),
            "--provider",
            provider,
            "--handle",
            provider,
            "--json")
        .path("id")
        .asText();
  }

  String id() {
    return project.id();
  }

  /** Its APNs channel. */
  String channel() {
    return project.channel();
  }

  String slack() {
    return slack;
  }

  /** The request with an idempotency key that {@link #store} sent. */
  Request keyed() {
    return keyed;
  }

  void restart(Map<String, String> environment) {
    server.close();
    server = OwnServer.of(environment);
  }

  Request request(String method, String target) {
    return Request.of(method, target).keys(project.publicKey(), project.secretKey());
  }

  Answer send(Request request) {
    return server.wire().send(request);
  }

  String tokensOf(String user) {
    return settingsOf(user, project.channel());
  }

  /** Stores one secret of each kind; the last request has an idempotency key. */
  void store() {
    send(request("PUT", USER)
            .json(Json.of("{'custom_fields':{'k':'%1$s'},'preferences':{'k':'%1$s'}}", MARK)))
        .expect(201);
    String device = "{'device_token':'%s','app_id':'%s','installation_id':'i'}";
    send(request("PATCH", tokensOf("ann"))
            .json(Json.of("{'devices':[" + device + "]}", TOKEN, MARK)))
        .expect(200);
    String subscription =
        "{'identifier':'%1$s','settings':{'endpoint':'https://push.example.com/%1$s',"
            + "'p256dh':'%2$s','auth':'%3$s'}}";
    send(request("POST", "/admin/channel-settings/bulk")
            .json(
                Json.of(
                    "{'mode':'atomic','items':[{'user_id':'ann','channel_id':'%s',"
                        + "'subscriptions':[%s]}]}",
                    webPush, Json.of(subscription, MARK, "B".repeat(87), "A".repeat(22)))))
        .expect(200);
    keyed = Replays.keyed(request("PUT", settingsOf("ann", slack)).json(SLACK));
    Replays.first(send(keyed));
  }

  /** Everything that can be read, and the replay of the keyed request. */
  List<String> readAll() {
    Answer replay = send(keyed).expect(200);
    assertTrue(Replays.isReplay(replay), replay::toString);
    Answer tokens = send(request("GET", tokensOf("ann"))).expect(200);
    assertEquals(TOKEN, tokens.json().at("/settings/device_tokens/0").asText());
    Answer lookUp =
        send(
            request("POST", "/admin/channels/" + channel() + "/token-lookup")
                .json(Json.of("{'device_token':'%s'}", TOKEN)));
    return List.of(
        replay.body(),
        tokens.body(),
        String.valueOf(tokens.headers().get("etag")),
        lookUp.expect(200).body(),
        send(request("GET", USER + "/export")).expect(200).body(),
        send(request("GET", "/admin/users")).expect(200).body(),
        database.cli().run("settings", "export", "--project", id()));
  }

  /** Requires that all rows with secrets are under that key, in every table. */
  void assertKeys(String key) {
    database
        .keysInUse()
        .forEach((table, keys) -> assertEquals(List.of(key), keys, "keys of " + table));
    String status = database.cli().run("encryption", "status", "--all");
    assertEquals(5, status.lines().count(), status);
    assertTrue(status.lines().skip(1).allMatch(line -> line.matches(".*  " + key + " .*")), status);
  }

  @Override
  public void close() {
    server.close();
  }
}
