package com.notiflows.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.demo.DemoProject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All operations of the spec, as requests. */
final class Operations {

  private Operations() {}

  /**
   * An operation.
   *
   * @param path with its parameters in braces
   * @param body an example from the spec; empty if the operation takes none
   * @param isWrite whether it may change something
   */
  record Sample(String method, String path, String body, boolean isWrite) {

    /** A request for the demo user and the APNs channel; the body, if any, is an empty object. */
    Request request() {
      return request(DemoProject.USER, DemoProject.APNS.toString());
    }

    /** A request for a user and a channel, both percent-encoded. */
    Request request(String user, String channel) {
      Request bare = bare(user, channel);
      return hasBody() ? bare.json("{}") : bare;
    }

    /** A request with the example body of the spec. */
    Request withExample(String user, String channel) {
      Request bare = bare(user, channel);
      return hasBody() ? bare.json(body) : bare;
    }

    /** A request without a body. */
    Request bare(String user, String channel) {
      String target =
          path.replace("{user_id}", user)
              .replace("{channel_id}", channel)
              .replace("{subscription_id}", DemoProject.FCM.toString());
      return isOfSignedInUser()
          ? Request.signedIn(user, method, target)
          : Request.admin(method, target);
    }

    boolean hasBody() {
      return !body.isEmpty();
    }

    boolean isOfSignedInUser() {
      return path.startsWith("/user/");
    }

    /** Whether the user must exist. */
    boolean isAboutAUser() {
      return isOfSignedInUser() || (isAbout("user_id") && !isUpsert());
    }

    boolean isAbout(String parameter) {
      return path.contains("{" + parameter + "}");
    }

    private boolean isUpsert() {
      return toString().equals("PUT /admin/users/{user_id}");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static List<Sample> all() {
    List<Sample> samples = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : Conformance.document().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        boolean isWrite =
            !method.equals("GET")
                && !operation.getValue().path("x-notiflows-read-only").asBoolean(false);
        samples.add(new Sample(method, path.getKey(), example(operation.getValue()), isWrite));
      }
    }
    return samples;
  }

  private static String example(JsonNode operation) {
    JsonNode examples = operation.at("/requestBody/content/application~1json/examples");
    for (JsonNode example : examples) {
      String pointer = example.path("$ref").asText().substring(1);
      return Conformance.document().at(pointer).path("value").toString();
    }
    return "";
  }
}
