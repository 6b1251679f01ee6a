package com.notiflows.server.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Random;

/** Chooses a port for a server. */
final class LoopbackPort {

  static final String HOST = "127.0.0.1";
  private static final byte[] ADDRESS = {127, 0, 0, 1};

  // below the ephemeral ports of Linux, macOS and Windows (32768 and up), so that no outgoing
  // connection takes the port while a killed server restarts
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 100;

  private LoopbackPort() {}

  static int free() {
    Random random = new Random();
    Optional<IOException> problem = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
      problem = problemOf(port);
      if (problem.isEmpty()) {
        return port;
      }
    }
    throw new EmbeddedDatabaseException(
        "no free port between " + LOWEST + " and " + HIGHEST, problem.orElseThrow());
  }

  private static Optional<IOException> problemOf(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(ADDRESS))) {
      return socket.isBound()
          ? Optional.empty()
          : Optional.of(new IOException(port + " is not bound"));
    } catch (IOException e) {
      return Optional.of(e);
    }
  }
}
