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
   */
  record Sample(String method, String path, boolean hasBody) {

    /** The operation about the demo project's user and channel. */
    Request request() {
      return request(DemoProject.USER, DemoProject.APNS.toString());
    }

    /** The operation about a user and a channel, each as it is spelled in the path. */
    Request request(String user, String channel) {
      String target = path.replace("{user_id}", user).replace("{channel_id}", channel);
      Request request = Request.admin(method, target);
      return hasBody ? request.json("{}") : request;
    }

    boolean isAbout(String parameter) {
      return path.contains("{" + parameter + "}");
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
        boolean hasBody = operation.getValue().has("requestBody");
        samples.add(new Sample(method, path.getKey(), hasBody));
      }
    }
    return samples;
  }
}
