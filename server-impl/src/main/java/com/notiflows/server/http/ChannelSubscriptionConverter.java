package com.notiflows.server.http;

import com.notiflows.api.model.ChannelSubscription;
import com.notiflows.api.model.ChannelSubscriptionList;
import com.notiflows.api.model.ChannelSubscriptionUpdate;
import com.notiflows.server.endpoints.SubscriptionValidator;
import java.util.List;

/** Converts subscriptions of the domain to the generated model. */
final class ChannelSubscriptionConverter {

  private ChannelSubscriptionConverter() {}

  static SubscriptionValidator.Sent toSent(ChannelSubscriptionUpdate model) {
    return new SubscriptionValidator.Sent(model.getIdentifier(), model.getSettings());
  }

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
