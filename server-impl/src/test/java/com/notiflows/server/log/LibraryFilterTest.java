package com.notiflows.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.EOFException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LibraryFilterTest {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger library = (Logger) LoggerFactory.getLogger("org.example.Library");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void record() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    library.setLevel(null);
  }

  @Test
  void textOfLibrariesIsNotLogged() {
    Exception thrown = new IllegalStateException("secret", new IllegalArgumentException("secret"));
    library.error("secret {}", "secret", thrown);
    library.warn("secret");
    library.warn("{}", thrown.toString());
    library.info("secret");
    library.setLevel(Level.TRACE);
    library.trace("secret");

    List<String> lines = lines();
    assertEquals(3, lines.size(), lines::toString);
    assertTrue(lines.stream().noneMatch(line -> line.contains("secret")), lines::toString);
    assertTrue(lines.stream().allMatch(line -> line.contains("org.example.Library")));
    assertTrue(
        lines.get(0).contains("IllegalStateException\n    at ")
            && lines.get(0).contains("caused by java.lang.IllegalArgumentException"),
        lines::toString);
    assertTrue(log.list.stream().allMatch(event -> event.getThrowableProxy() == null));
  }

  @Test
  void textOfFluentMessagesOfLibrariesIsNotLogged() {
    library
        .atWarn()
        .setCause(new IllegalStateException("secret"))
        .addArgument("secret")
        .log("secret {}");
    library.atInfo().addKeyValue("key", "secret").log("secret");

    assertEquals(1, lines().size(), () -> lines().toString());
    assertFalse(lines().get(0).contains("secret"), () -> lines().toString());
    assertTrue(log.list.get(0).getThrowableProxy() == null);
  }

  @Test
  void respectsLogLevels() {
    library.setLevel(Level.ERROR);

    library.warn("a");

    assertTrue(lines().isEmpty());
    assertFalse(library.isWarnEnabled());
    assertTrue(library.isErrorEnabled());
  }

  @Test
  void ignoresBrokenConnections() {
    library.error("a", new IllegalStateException(new EOFException("secret")));
    library.warn("a", new TimeoutException("secret"));

    assertTrue(lines().isEmpty(), () -> lines().toString());
  }

  @Test
  void logsTheServersOwnText() {
    LoggerFactory.getLogger("com.notiflows.server.Any").info("text {}", 1);

    assertEquals(List.of("text 1"), lines());
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
