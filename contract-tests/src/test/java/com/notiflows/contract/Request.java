package com.notiflows.contract;

import com.notiflows.server.demo.DemoProject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP request. Target, headers and body are sent without escaping or validation.
 *
 * @param headers complete lines without line ends
 */
record Request(String method, String target, List<String> headers, byte[] body) {

  /** The header lines with the keys of the demo project, for requests that are written as text. */
  static final String DEMO_KEYS =
      "x-notiflows-api-key: "
          + DemoProject.PUBLIC_KEY
          + "\r\nx-notiflows-secret-key: "
          + DemoProject.SECRET_KEY
          + "\r\n";

  static Request of(String method, String target) {
    return new Request(method, target, List.of(), new byte[0]);
  }

  /** With the keys of the demo project. */
  static Request admin(String method, String target) {
    return of(method, target).keys(DemoProject.PUBLIC_KEY, DemoProject.SECRET_KEY);
  }

  /** With the public key of the demo project and the key of one of its users. */
  static Request signedIn(String user, String method, String target) {
    return of(method, target)
        .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY)
        .header("x-notiflows-user-key", SignedIn.token(user));
  }

  /** A PUT of settings with the keys of the demo project. */
  static Request put(String target, String json) {
    return admin("PUT", target).json(json);
  }

  /** The path of the demo user's settings on a channel. */
  static String settingsOf(Object channel) {
    return settingsOf(DemoProject.USER, channel);
  }

  /** The path of channel settings. The user id must be percent-encoded. */
  static String settingsOf(String user, Object channel) {
    return "/admin/users/" + user + "/channel-settings/" + channel;
  }

  Request keys(String publicKey, String secretKey) {
    return header("x-notiflows-api-key", publicKey).header("x-notiflows-secret-key", secretKey);
  }

  Request header(String name, String value) {
    List<String> all = new ArrayList<>(headers);
    all.add(name + ": " + value);
    return new Request(method, target, all, body);
  }

  Request json(String json) {
    return header("Content-Type", "application/json").body(json.getBytes(StandardCharsets.UTF_8));
  }

  Request body(byte[] bytes) {
    return new Request(method, target, headers, bytes);
  }

  Request withContextPath(String contextPath) {
    return new Request(method, contextPath + target, headers, body);
  }

  byte[] head() {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    if (headers.stream().noneMatch(line -> line.startsWith("Host:"))) {
      head.append("Host: localhost\r\n");
    }
    boolean framed =
        headers.stream()
            .anyMatch(l -> l.startsWith("Content-Length:") || l.startsWith("Transfer-Encoding:"));
    if (!framed && (body.length > 0 || method.equals("PUT"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
