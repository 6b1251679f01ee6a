package com.notiflows.server.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A delivery provider, described by a file in {@code openapi/providers}.
 *
 * @param name such as {@code apns}
 * @param channelType such as {@code mobile_push}
 * @param tokenOwnership default ownership of device tokens or push endpoints; empty if the provider
 *     has neither
 * @param settings settings per user and channel; empty if the provider has none
 * @param subscriptions settings per subscription; empty if the provider has no subscriptions
 * @param endpointField the field of a subscription's settings with its push endpoint
 * @param mostEndpoints maximum number of device tokens or subscriptions per user on a channel;
 *     empty if the provider has neither
 */
public record Provider(
    String name,
    String channelType,
    Optional<TokenOwnership> tokenOwnership,
    Optional<Shape> settings,
    Optional<Shape> subscriptions,
    Optional<String> endpointField,
    Optional<Integer> mostEndpoints) {

  /** The list of device tokens in settings. */
  public static final String DEVICE_TOKENS = "device_tokens";

  /** The kinds of settings on a channel. */
  public enum Kind {
    /** One for each user. */
    SETTINGS,
    /** One for each endpoint of a user. */
    SUBSCRIPTIONS
  }

  /** The shape of that kind, if the provider has it. */
  public Optional<Shape> shape(Kind kind) {
    return kind == Kind.SETTINGS ? settings : subscriptions;
  }

  /**
   * A shape of settings.
   *
   * @param written the check of settings that are written
   * @param stored the check of settings that are stored
   * @param collapsedLists the lists whose duplicate entries are removed
   * @param longest maximum number of entries of each list
   * @param twoForms the two forms of settings that are written; empty if there is only one
   */
  public record Shape(
      SchemaCheck written,
      SchemaCheck stored,
      List<String> collapsedLists,
      Map<String, Integer> longest,
      Optional<TwoForms> twoForms) {

    /** Copies the lists. */
    public Shape {
      collapsedLists = List.copyOf(collapsedLists);
      longest = Map.copyOf(longest);
    }
  }
}
