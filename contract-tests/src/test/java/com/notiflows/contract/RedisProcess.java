package com.notiflows.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.notiflows.server.embedded.LoopbackPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Redis in memory, if this machine has one. */
final class RedisProcess implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final int port;
  private Child process;

  private RedisProcess(int port) {
    this.port = port;
    this.process = launch();
  }

  static RedisProcess start() {
    assumeTrue(Files.isExecutable(PROGRAM), "needs redis-server");
    return new RedisProcess(LoopbackPort.free());
  }

  private Child launch() {
    Child child =
        Child.start(
            Artifacts.freshFolder("redis"),
            Map.of(),
            List.of(
                PROGRAM.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                ""));
    child.awaitOut("Ready to accept connections");
    return child;
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.kill();
  }

  /** Starts it again on the same port, empty. */
  void restart() {
    process = launch();
  }

  @Override
  public void close() {
    process.close();
  }
}
