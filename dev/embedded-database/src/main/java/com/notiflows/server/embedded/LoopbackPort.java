package com.notiflows.server.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses ports for servers that can't choose one themselves, or that start again on the same one.
 */
public final class LoopbackPort {

  static final String HOST = "127.0.0.1";
  private static final byte[] ADDRESS = {127, 0, 0, 1};

  // below the ephemeral ports of Linux, macOS and Windows (32768 and up), so that no outgoing
  // connection takes the port while a killed server restarts
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 100;
  private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

  private LoopbackPort() {}

  /**
   * Returns a port that nobody listens on, and never the same one again in this process.
   *
   * @throws EmbeddedDatabaseException if it finds none
   */
  public static int free() {
    Random random = new Random();
    Optional<IOException> problem = Optional.empty();
    for (int i = 0; i < TRIES; i++) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
      problem = problemOf(port);
      if (problem.isEmpty() && CHOSEN.add(port)) {
        return port;
      }
    }
    throw new EmbeddedDatabaseException(
        "no free port between " + LOWEST + " and " + HIGHEST,
        problem.orElseGet(() -> new IOException("all that were tried are chosen already")));
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
