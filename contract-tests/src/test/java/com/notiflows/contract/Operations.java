package com.notiflows.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.demo.DemoProject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every operation of the spec, each as a request that its server understands. */
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

    /** The operation about the demo project's user and channel, with an empty body. */
    Request request() {
      return request(DemoProject.USER, DemoProject.APNS.toString());
    }

    /** The operation about a user and a channel, each as it is spelled in the path. */
    Request request(String user, String channel) {
      Request bare = bare(user, channel);
      return hasBody() ? bare.json("{}") : bare;
    }

    /** The same with the body of the spec's example. */
    Request withExample(String user, String channel) {
      Request bare = bare(user, channel);
      return hasBody() ? bare.json(body) : bare;
    }

    /** The same without a body. */
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

    /** Whether it is about a user, who must be there. */
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
