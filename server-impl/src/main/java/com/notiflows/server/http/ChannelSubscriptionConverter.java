package com.notiflows.server.http;

import com.notiflows.api.model.ChannelSubscription;
import com.notiflows.api.model.ChannelSubscriptionList;
import java.util.List;

/** Subscriptions of the domain as the generated model. */
final class ChannelSubscriptionConverter {

  private ChannelSubscriptionConverter() {}

  static ChannelSubscription toModel(com.notiflows.server.endpoints.Subscription subscription) {
    return new ChannelSubscription()
        .channelId(subscription.channelId())
        .createdAt(Timestamps.write(subscription.createdAt()))
        .id(subscription.id())
        .identifier(subscription.identifier())
        .settings(subscription.settings())
        .updatedAt(Timestamps.write(subscription.updatedAt()))
        .userId(subscription.userId());
  }

  static ChannelSubscriptionList toList(
      List<com.notiflows.server.endpoints.Subscription> subscriptions) {
    return new ChannelSubscriptionList()
        .items(subscriptions.stream().map(ChannelSubscriptionConverter::toModel).toList());
  }
}
