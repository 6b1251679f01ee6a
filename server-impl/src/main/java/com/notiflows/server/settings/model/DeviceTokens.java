package com.notiflows.server.settings.model;

import static com.notiflows.server.spec.Provider.DEVICE_TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What settings and channels have of device tokens. */
public final class DeviceTokens {

  private DeviceTokens() {}

  /** The device tokens of settings, if they have any. */
  public static Set<String> in(JsonNode settings) {
    Set<String> tokens = new LinkedHashSet<>();
    settings.path(DEVICE_TOKENS).forEach(token -> tokens.add(token.asText()));
    return Collections.unmodifiableSet(tokens);
  }

  /**
   * What is wrong with so many device tokens on a channel, if anything is. What the spec allows is
   * validated elsewhere.
   *
   * @param path where they stand in the body
   */
  public static Optional<FieldViolation> overCap(Access.Channel channel, int count, String path) {
    return channel
        .tokens()
        .cap()
        .filter(cap -> count > cap)
        .map(
            cap ->
                new FieldViolation(
                    path,
                    "must have at most "
                        + (cap == 1 ? "1 entry" : cap + " entries")
                        + ", the cap of this channel",
                    Reason.TOO_MANY));
  }

  /**
   * The provider of a channel with device tokens.
   *
   * @param field what of the request is about them
   * @throws ApiException 422 if the channel's provider has none
   */
  public static Provider requireProvider(BundledSpec spec, Access.Channel channel, String field) {
    Provider provider =
        spec.providers()
            .find(channel.provider())
            .orElseThrow(() -> new IllegalStateException("No provider " + channel.provider()));
    if (provider.tokenOwnership().isEmpty()) {
      String message =
          "belongs to another provider; the provider of this channel is " + provider.name();
      throw ApiException.validationFailed(
          List.of(new FieldViolation(field, message, Reason.WRONG_PROVIDER)),
          spec.limits().listedViolations());
    }
    return provider;
  }
}
