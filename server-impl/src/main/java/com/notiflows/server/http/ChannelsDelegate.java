package com.notiflows.server.http;

import com.notiflows.api.ChannelsApi;
import com.notiflows.api.model.Channel;
import com.notiflows.api.model.ChannelList;
import com.notiflows.server.channels.ChannelService;
import com.notiflows.server.spec.TokenOverflow;
import com.notiflows.server.spec.TokenOwnership;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelsDelegate implements ChannelsApi {

  private final ChannelService service;

  @Context private SecurityContext security;

  /** Delegates to the service. */
  public ChannelsDelegate(ChannelService service) {
    this.service = service;
  }

  @Override
  public Response listChannels(@Nullable String ifNoneMatch) {
    return Response.ok(
            new ChannelList()
                .items(
                    service.list(Caller.of(security).access()).stream()
                        .map(ChannelsDelegate::toModel)
                        .toList()))
        .build();
  }

  @Override
  public Response getChannel(String channelId, @Nullable String ifNoneMatch) {
    return Response.ok(toModel(service.get(Caller.of(security).access(), channelId))).build();
  }

  private static Channel toModel(ChannelService.Channel channel) {
    return new Channel()
        .createdAt(Timestamps.write(channel.createdAt()))
        .handle(channel.handle())
        .id(channel.id())
        .name(channel.name())
        .provider(channel.provider())
        .tokenOwnership(channel.tokenOwnership().map(TokenOwnership::label).orElse(null))
        .tokenCap(channel.tokenCap().orElse(null))
        .tokenOverflow(channel.tokenOverflow().map(TokenOverflow::label).orElse(null))
        .type(channel.type())
        .updatedAt(Timestamps.write(channel.updatedAt()));
  }
}
