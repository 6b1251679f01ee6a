package com.notiflows.contract;

import static com.notiflows.contract.Request.settingsOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.notiflows.contract.Projects.Tenant;
import com.notiflows.server.spec.BundledSpec;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The export of a user has everything that is stored. */
class ExportIT {

  private static final String EXPORT = "/admin/users/ann/export";

  private final TestServer server = TestServer.get();
  private final Projects projects = new Projects(BundledSpec.load());
  private final Tenant tenant = projects.create("export");
  private final UUID apns = projects.channel(tenant, "apns");
  private final UUID slack = projects.channel(tenant, "slack");
  private final UUID webPush = projects.channel(tenant, "web_push");

  @BeforeEach
  void store() {
    server.send(tenant.put("/admin/users/ann", "{\"email\":\"ann@example.com\"}")).expect(201);
  }

  private JsonNode export() {
    return server.send(tenant.request("GET", EXPORT)).expect(200).json();
  }

  private void reportDead(UUID channel, String identifier) {
    String outcome = "'outcome':'invalid','occurred_at':'2099-01-01T00:00:00Z'";
    server
        .send(
            tenant
                .request("POST", "/admin/channels/" + channel + "/token-feedback")
                .json(Json.of("{'items':[{" + identifier + "," + outcome + "}]}")))
        .expect(200);
  }

  @Test
  void aNewUserHasNoChannels() {
    JsonNode export = export();

    assertEquals(0, export.path("channels").size());
    assertEquals("ann@example.com", export.at("/user/email").asText());
  }

  @Test
  void hasDevicesSubscriptionsAndRetiredEndpoints() {
    String devices =
        "[{'device_token':'live','platform':'ios'},{'device_token':'dead','app_id':'old'}]";
    server
        .send(
            tenant
                .request("PATCH", settingsOf("ann", apns))
                .json(Json.of("{'devices':" + devices + "}")))
        .expect(200);
    reportDead(apns, "'device_token':'dead'");
    server
        .send(tenant.put(settingsOf("ann", slack), Json.of("{'settings':{'slack_user_id':'U1'}}")))
        .expect(200);
    String subscription =
        "{'identifier':'%s','settings':{'endpoint':'https://push.example.com/%s',"
            + "'p256dh':'%s','auth':'%s'}}";
    server
        .send(
            tenant
                .request("POST", "/admin/channel-settings/bulk")
                .json(
                    Json.of(
                        "{'mode':'atomic','items':[{'user_id':'ann','channel_id':'%s',"
                            + "'subscriptions':[%s,%s]}]}",
                        webPush,
                        Json.of(subscription, "browser", "a", "B".repeat(87), "A".repeat(22)),
                        Json.of(subscription, "old", "dead", "B".repeat(87), "A".repeat(22)))))
        .expect(200);

    reportDead(webPush, "'endpoint':'https://push.example.com/dead'");

    JsonNode export = export();

    Answer user = server.send(tenant.request("GET", "/admin/users/ann")).expect(200);
    assertEquals(user.json(), export.path("user"));
    assertEquals(2, export.path("channels").size(), export::toString);
    JsonNode mobile = channel(export, apns);
    assertEquals(1, mobile.path("devices").size(), mobile::toString);
    assertEquals("live", mobile.at("/devices/0/device_token").asText());
    assertEquals("ios", mobile.at("/devices/0/platform").asText());
    assertEquals("dead", mobile.at("/retired/0/identifier").asText());
    assertEquals("invalid", mobile.at("/retired/0/reason").asText());
    assertEquals("old", mobile.at("/retired/0/device/app_id").asText());
    assertTrue(mobile.at("/retired/0").has("retired_at"), mobile::toString);
    JsonNode browser = channel(export, webPush);
    assertEquals(0, browser.path("devices").size());
    assertEquals(1, browser.path("subscriptions").size());
    assertEquals("old", browser.at("/retired/0/subscription/identifier").asText());
    assertEquals("browser", browser.at("/subscriptions/0/identifier").asText());
    assertEquals(
        "https://push.example.com/a", browser.at("/subscriptions/0/settings/endpoint").asText());
  }

  private static JsonNode channel(JsonNode export, UUID id) {
    for (JsonNode channel : export.path("channels")) {
      if (channel.path("channel_id").asText().equals(id.toString())) {
        return channel;
      }
    }
    throw new AssertionError("No channel " + id + " in " + export);
  }

  @Test
  void anErasedUserHasNoExport() {
    server.send(tenant.request("DELETE", "/admin/users/ann")).expect(204);

    server.send(tenant.request("GET", EXPORT)).expect(404, "not_found");
  }
}
