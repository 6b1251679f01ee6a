package com.notiflows.server.http;

import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.server.settings.DeviceTokenChanges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes to device tokens of the generated model as those of the domain. */
final class DeviceTokenConverter {

  private DeviceTokenConverter() {}

  static DeviceTokenChanges toChanges(ChannelSettingsPatch patch) {
    com.notiflows.api.model.DeviceTokenChanges model = patch.getDeviceTokens();
    return new DeviceTokenChanges(
        given(model.getAdd()),
        given(model.getRemove()),
        given(model.getReplace()).stream()
            .map(each -> new DeviceTokenChanges.Replacement(each.getFrom(), each.getTo()))
            .toList());
  }

  private static <T> List<T> given(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
