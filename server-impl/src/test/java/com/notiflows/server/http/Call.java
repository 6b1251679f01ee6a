package com.notiflows.server.http;

import com.notiflows.server.testing.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request.
 *
 * @param headers without the media type of the body
 * @param mediaType of the body, if there is one
 */
record Call(
    String method, String target, List<Header> headers, Optional<byte[]> body, String mediaType) {

  /** A header; one name may come more than once. */
  record Header(String name, String value) {}

  static Call bare(String method, String target) {
    return new Call(method, target, List.of(), Optional.empty(), "application/json");
  }

  /** A request with valid keys. */
  static Call of(String method, String target) {
    return bare(method, target).keys(World.PUBLIC_KEY, World.SECRET_KEY);
  }

  static Call put(String target, String json) {
    return of("PUT", target).body(json);
  }

  /** The path of the user's settings on a channel. */
  static String settingsOf(Object channel) {
    return "/admin/users/" + World.USER + "/channel-settings/" + channel;
  }

  Call keys(String publicKey, String secretKey) {
    return header("x-notiflows-api-key", publicKey).header("x-notiflows-secret-key", secretKey);
  }

  Call header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Call(method, target, List.copyOf(more), body, mediaType);
  }

  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst();
  }

  Call body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  Call body(byte[] bytes) {
    return new Call(method, target, headers, Optional.of(bytes), mediaType);
  }

  Call mediaType(String type) {
    return new Call(method, target, headers, body, type);
  }
}
