package com.notiflows.server.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A delivery provider, as a file of {@code openapi/providers} describes it.
 *
 * @param name such as {@code apns}
 * @param channelType such as {@code mobile_push}
 * @param tokenOwnership who may own a device token or push endpoint, unless the channel sets it
 *     otherwise; empty where the provider has neither
 * @param settings what a user has on a channel; empty where the provider takes no settings
 * @param subscriptions what each of a user's endpoints has on a channel; empty where the provider
 *     takes no subscriptions
 * @param endpointField the field of a subscription's settings that holds its push endpoint
 * @param mostEndpoints how many device tokens or subscriptions a user may have on a channel; empty
 *     where the provider has neither
 */
public record Provider(
    String name,
    String channelType,
    Optional<TokenOwnership> tokenOwnership,
    Optional<Shape> settings,
    Optional<Shape> subscriptions,
    Optional<String> endpointField,
    Optional<Integer> mostEndpoints) {

  /** The list of settings that holds device tokens. */
  public static final String DEVICE_TOKENS = "device_tokens";

  /** What is kept for users on a channel. */
  public enum Kind {
    /** One for each user. */
    SETTINGS,
    /** One for each endpoint of a user. */
    SUBSCRIPTIONS
  }

  /** What the provider takes of that kind, if it does. */
  public Optional<Shape> shape(Kind kind) {
    return kind == Kind.SETTINGS ? settings : subscriptions;
  }

  /**
   * A shape of settings.
   *
   * @param written the check of settings that are written
   * @param stored the check of settings that are stored
   * @param collapsedLists the lists of the settings in which a repeated entry is kept once
   * @param longest how many entries each list has at the most
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
