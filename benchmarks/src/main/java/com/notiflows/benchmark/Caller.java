package com.notiflows.benchmark;

import com.notiflows.server.demo.DemoProject;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A client of the server. */
@State(Scope.Thread)
public class Caller {

  private static final int FEW = 1_000;

  private HttpConnection connection;

  /** Connects. */
  @Setup(Level.Trial)
  public void connect(World world) throws IOException {
    connection = world.connectToServer();
  }

  void call(String method, int user, UUID channel, String body) throws IOException {
    String path = "/admin/users/" + World.externalId(user) + "/channel-settings/" + channel;
    connection.send(method, path, body);
  }

  static int anyUser() {
    return ThreadLocalRandom.current().nextInt(World.USERS);
  }

  static int anyOfFewUsers() {
    return ThreadLocalRandom.current().nextInt(FEW);
  }

  /** Text that was never stored before. */
  static String fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  static String slack(String id) {
    return "{\"settings\":{\"slack_user_id\":\"" + id + "\"}}";
  }

  static String tokens(String token) {
    return "{\"settings\":{\"device_tokens\":[\"" + token + "\"]}}";
  }

  static UUID slackChannel() {
    return DemoProject.SLACK;
  }

  static UUID pushChannel() {
    return DemoProject.APNS;
  }
}
