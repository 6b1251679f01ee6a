package com.notiflows.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.notiflows.api.model.ChannelSettingsPatch;
import com.notiflows.api.model.DeviceRegistration;
import com.notiflows.server.settings.Device;
import com.notiflows.server.settings.DeviceFacts;
import com.notiflows.server.settings.DeviceTokenChanges;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts device tokens and device metadata of the generated model to the domain. */
final class DeviceTokenConverter {

  private static final ObjectMapper JSON = AnswerJson.mapper();
  private static final String DEVICE_TOKEN = "device_token";

  private DeviceTokenConverter() {}

  static DeviceTokenChanges toChanges(ChannelSettingsPatch patch) {
    com.notiflows.api.model.DeviceTokenChanges model =
        Optional.ofNullable(patch.getDeviceTokens())
            .orElseGet(com.notiflows.api.model.DeviceTokenChanges::new);
    return new DeviceTokenChanges(
        given(model.getAdd()),
        given(model.getRemove()),
        given(model.getReplace()).stream()
            .map(each -> new DeviceTokenChanges.Replacement(each.getFrom(), each.getTo()))
            .toList(),
        given(patch.getDevices()).stream().map(DeviceTokenConverter::toFacts).toList());
  }

  static com.notiflows.api.model.Device toModel(Device device) {
    ObjectNode model = device.facts().deepCopy();
    model.put(DEVICE_TOKEN, device.token());
    model.put("first_seen_at", Timestamps.write(device.firstSeenAt()));
    model.put("last_seen_at", Timestamps.write(device.lastSeenAt()));
    return JSON.convertValue(model, com.notiflows.api.model.Device.class);
  }

  private static DeviceFacts toFacts(DeviceRegistration registration) {
    ObjectNode facts = JSON.valueToTree(registration);
    facts.remove(DEVICE_TOKEN);
    return new DeviceFacts(
        registration.getDeviceToken(),
        Optional.ofNullable(registration.getInstallationId()),
        facts);
  }

  private static <T> List<T> given(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
