package com.notiflows.server.settings;

import com.notiflows.server.problem.ApiException;
import com.notiflows.server.problem.FieldViolation;
import com.notiflows.server.problem.FieldViolation.Reason;
import com.notiflows.server.projects.Access;
import com.notiflows.server.spec.BundledSpec;
import com.notiflows.server.spec.Provider;
import java.util.List;

/** Which channels have device tokens. */
final class DeviceTokens {

  private DeviceTokens() {}

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
