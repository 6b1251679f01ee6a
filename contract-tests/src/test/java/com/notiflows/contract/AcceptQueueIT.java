package com.notiflows.contract;

import static com.notiflows.contract.Request.put;
import static com.notiflows.contract.Request.settingsOf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.notiflows.server.demo.DemoProject;
import com.notiflows.server.embedded.Frozen;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that arrive while the process can't accept any, for example during a long pause. */
@Timeout(120)
class AcceptQueueIT {

  /** More than the 50 that Java lets wait by default. */
  private static final int CONNECTIONS = 500;

  private static final TestServer SERVER = TestServer.get();

  @Test
  void connectionsThatArriveDuringAPauseAreServed() {
    Map<String, String> settings = TestServer.toServe(SERVER.environment());
    try (Child serve = Distribution.unpack("queue").run(settings, "serve")) {
      String port = serve.await("Listening on 127.0.0.1 port (\\d+)").group(1);
      assertServedAfterAPause(serve.pid(), new Wire(Integer.parseInt(port)));
    }
  }

  static void assertServedAfterAPause(long pid, Wire wire) {
    Request put = put(settingsOf(DemoProject.APNS), Json.deviceTokens("burst"));
    wire.send(put).expect(200);
    byte[] head = put.withContextPath(wire.contextPath()).head();
    String text = new String(head, ISO_8859_1) + new String(put.body(), ISO_8859_1);
    try (Connections burst = new Connections(wire.port())) {
      try (Frozen pause = Frozen.process(pid)) {
        burst.open(CONNECTIONS, text);
      }
      burst.answers().forEach(answer -> answer.expect(200));
    }
  }
}
