package com.notiflows.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.notiflows.server.config.HttpConfig;
import com.notiflows.server.config.OpsConfig;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenFailureTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 8080, Address already in use, The port 8080 is used by another program.",
    "127.0.0.1, 80, Address already in use, The port 80 is used by another program.",
    "127.0.0.1, 80, Permission denied, This user may not listen on port 80",
    "203.0.113.7, 8080, Cannot assign requested address, NOTIFLOWS_ADDRESS is 203.0.113.7"
  })
  void explainsWhyThePortCannotBeBound(String address, int port, String cause, String expected) {
    IOException wrapped = new IOException("Failed to bind", new BindException(cause));
    String message = message(config(address, port), wrapped);

    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void namesTheKeysOfTheAddressForOperators() {
    OpsConfig.Listener taken = new OpsConfig.Listener("127.0.0.1", 9090);
    OpsConfig.Listener foreign = new OpsConfig.Listener("203.0.113.7", 9090);

    assertEquals(
        "The port 9090 is used by another program. Stop it, or set NOTIFLOWS_OPS_PORT to a free"
            + " one.",
        ListenFailure.explain(taken, new BindException("Address already in use")).getMessage());
    String message =
        ListenFailure.explain(foreign, new BindException("Cannot assign")).getMessage();
    assertTrue(String.valueOf(message).startsWith("NOTIFLOWS_OPS_ADDRESS is 203.0.113.7"), message);
  }

  @Test
  void reportsAnUnknownHost() {
    Exception thrown = new IOException(new UnresolvedAddressException());
    String message = message(config("999.1.1.1", 8080), thrown);

    assertTrue(message.startsWith("NOTIFLOWS_ADDRESS is 999.1.1.1, which is neither"), message);
  }

  @Test
  void reportsOnlyTheTypeOfAnyOtherCause() {
    assertEquals(
        "The server can't start: IllegalStateException.",
        message(config("::1", 1), new IllegalStateException("secret")));
  }

  private static String message(HttpConfig config, Exception thrown) {
    return String.valueOf(ListenFailure.explain(config, thrown).getMessage());
  }

  private static HttpConfig config(String address, int port) {
    return new HttpConfig(address, port, "https://example.com/");
  }
}
