package com.notiflows.server.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.notiflows.server.config.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes and ends the logging of this process. */
public final class Logs {

  /** The appender of {@code logback.xml}. */
  private static final String CONSOLE = "console";

  private Logs() {}

  /** Uses the format from now on. A log configuration of the operator's own stays as it is. */
  public static void use(LogConfig.Format format) {
    if (format == LogConfig.Format.JSON
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE)
            instanceof ConsoleAppender<ILoggingEvent> console) {
      Encoder<ILoggingEvent> lines = new EcsLines();
      lines.setContext(context);
      lines.start();
      console.setEncoder(lines);
    }
  }

  /** Writes what is still queued. Nothing is logged after that. */
  public static void end() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
