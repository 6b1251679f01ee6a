package com.notiflows.server.http;

import com.notiflows.api.model.Page;
import com.notiflows.api.model.StoredChannelSettings;
import com.notiflows.api.model.User;
import com.notiflows.server.users.Profile;

/** Converts users of the domain to the generated models. */
final class UserConverter {

  private UserConverter() {}

  static User toModel(com.notiflows.server.users.User user) {
    Profile profile = user.profile();
    return new User()
        .avatar(profile.avatar())
        .channelSettings(
            user.settings().stream()
                .map(
                    s ->
                        new StoredChannelSettings().channelId(s.channelId()).settings(s.settings()))
                .toList())
        .createdAt(Timestamps.write(user.createdAt()))
        .customFields(profile.customFields())
        .email(profile.email())
        .externalId(user.externalId())
        .firstName(profile.firstName())
        .id(user.id())
        .lastName(profile.lastName())
        .locale(profile.locale())
        .phone(profile.phone())
        .preferences(profile.preferences())
        .timezone(profile.timezone())
        .updatedAt(Timestamps.write(user.updatedAt()));
  }

  static com.notiflows.api.model.UserPage toModel(com.notiflows.server.users.UserPage page) {
    return new com.notiflows.api.model.UserPage()
        .items(page.users().stream().map(UserConverter::toModel).toList())
        .page(
            new Page()
                .after(page.after().orElse(null))
                .before(page.before().orElse(null))
                .hasMoreAfter(page.after().isPresent())
                .hasMoreBefore(page.before().isPresent())
                .limit(page.limit()));
  }
}
