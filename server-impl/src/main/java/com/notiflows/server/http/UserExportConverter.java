package com.notiflows.server.http;

import com.notiflows.api.model.ExportedChannel;
import com.notiflows.api.model.RetiredEndpoint;
import com.notiflows.api.model.UserExport;
import com.notiflows.server.endpoints.Subscription;
import com.notiflows.server.model.Endpoint;
import com.notiflows.server.model.UserChannel;
import com.notiflows.server.settings.Device;
import com.notiflows.server.users.UserService;
import java.util.Objects;

/** Converts everything of a user to the generated model. */
final class UserExportConverter {

  private UserExportConverter() {}

  static UserExport toModel(UserService.Export export) {
    return new UserExport()
        .channels(
            export.channels().stream()
                .filter(channel -> !channel.endpoints().isEmpty())
                .map(UserExportConverter::toModel)
                .toList())
        .user(UserConverter.toModel(export.user()));
  }

  private static ExportedChannel toModel(UserChannel channel) {
    return new ExportedChannel()
        .channelId(channel.place().channelId())
        .devices(
            channel.live().stream()
                .filter(endpoint -> endpoint.subscription() == null)
                .map(endpoint -> DeviceTokenConverter.toModel(Device.of(endpoint)))
                .toList())
        .retired(
            channel.endpoints().stream()
                .filter(endpoint -> !endpoint.isLive())
                .map(endpoint -> retired(channel, endpoint))
                .toList())
        .subscriptions(
            Subscription.of(channel).stream().map(ChannelSubscriptionConverter::toModel).toList());
  }

  private static RetiredEndpoint retired(UserChannel channel, Endpoint endpoint) {
    Endpoint.Retirement retirement = Objects.requireNonNull(endpoint.retirement());
    RetiredEndpoint retired =
        new RetiredEndpoint()
            .firstSeenAt(Timestamps.write(endpoint.firstSeenAt()))
            .identifier(endpoint.identifier().text())
            .lastSeenAt(Timestamps.write(endpoint.lastSeenAt()))
            .reason(retirement.reason())
            .retiredAt(Timestamps.write(retirement.at()));
    return endpoint.subscription() == null
        ? retired.device(DeviceTokenConverter.toModel(Device.of(endpoint)))
        : retired.subscription(
            ChannelSubscriptionConverter.toModel(Subscription.of(channel, endpoint)));
  }
}
