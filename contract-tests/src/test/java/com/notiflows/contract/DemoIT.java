package com.notiflows.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.demo.states.ProviderStateServer;
import org.junit.jupiter.api.Test;

/** The demo server as a child process, with its endpoint for provider states. */
class DemoIT {

  @Test
  void servesProviderStatesOnASeparatePort() {
    try (DemoProcess demo = DemoProcess.start()) {
      StateEndpoint states = demo.states();
      Wire wire = new Wire(demo.port());

      String key = states.setUp("a user is signed in", "{}").path("user_key").asText();
      Request own =
          Request.of("GET", "/user/channels/" + DemoProject.APNS + "/settings")
              .header("x-notiflows-api-key", DemoProject.PUBLIC_KEY)
              .header("x-notiflows-user-key", key);
      wire.send(own).expect(404).detail("resource", "channel_settings");
      states.setUp("the user has device tokens on the APNs channel", "{}");
      wire.send(own).expect(200);
      states.tearDown("a user is signed in");
      wire.send(own).expect(404).detail("resource", "channel_settings");

      assertEquals(404, states.post(StateEndpoint.change("it rains", "{}", "setup")).status());
      assertTrue(demo.out().contains("There is no state 'it rains'"), demo::out);
    }
  }

  @Test
  void productServerHasNoStateEndpoint() {
    String change = StateEndpoint.change("", "{}", "setup");

    TestServer.get().send(Request.of("POST", ProviderStateServer.PATH).json(change)).expect(404);
  }
}
