package com.notiflows.server.settings;

import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.util.List;
import java.util.Optional;

/** Which channels have device tokens. */
final class DeviceTokens {

  private DeviceTokens() {}

  /**
   * What is wrong with so many device tokens on a channel, if anything is. What the spec allows is
   * judged elsewhere.
   *
   * @param path where they stand in the body
   */
  static Optional<FieldViolation> overCap(Access.Channel channel, int count, String path) {
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
  static Provider requireProvider(BundledSpec spec, Access.Channel channel, String field) {
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
