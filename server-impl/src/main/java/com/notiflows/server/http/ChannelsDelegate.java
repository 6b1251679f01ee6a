package com.notiflows.server.http;

import com.notiflows.api.ChannelsApi;
import com.notiflows.api.model.Channel;
import com.notiflows.api.model.ChannelList;
import com.notiflows.api.model.TokenOwner;
import com.notiflows.api.model.TokenOwners;
import com.notiflows.server.channels.ChannelService;
import com.notiflows.server.settings.TokenLookup;
import com.notiflows.server.spec.TokenOwnership;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates between the generated interface and the service. */
public final class ChannelsDelegate implements ChannelsApi {

  private final ChannelService service;
  private final TokenLookup lookup;

  @Context private SecurityContext security;

  /** Delegates to those services. */
  public ChannelsDelegate(ChannelService service, TokenLookup lookup) {
    this.service = service;
    this.lookup = lookup;
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

  @Override
  public Response lookUpDeviceToken(String channelId, com.notiflows.api.model.TokenLookup asked) {
    List<TokenOwner> owners =
        lookup.owners(Caller.of(security).access(), channelId, asked.getDeviceToken()).stream()
            .map(o -> new TokenOwner().externalId(o.externalId()).userId(o.userId()))
            .toList();
    return Response.ok(new TokenOwners().items(owners)).build();
  }

  private static Channel toModel(ChannelService.Channel channel) {
    return new Channel()
        .createdAt(Timestamps.write(channel.createdAt()))
        .handle(channel.handle())
        .id(channel.id())
        .name(channel.name())
        .provider(channel.provider())
        .tokenOwnership(channel.tokenOwnership().map(TokenOwnership::label).orElse(null))
        .type(channel.type())
        .updatedAt(Timestamps.write(channel.updatedAt()));
  }
}
