package com.notiflows.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.notiflows.server.problem.OutOfMemory;
import com.notiflows.server.problem.SafeTrace;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps messages of libraries out of the log, because they may quote data of callers: targets,
 * headers, passwords in addresses. For warnings and errors, logs the name of the library and the
 * stack trace without messages. Broken connections are not logged as warnings.
 */
public final class LibraryFilter extends TurboFilter {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LibraryFilter.class);
  private static final String OURS = "com.notiflows.";
  private static final String HTTP = "org.eclipse.jetty.http.";
  private static final int MOST_CAUSES = 20;

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    if (logger.getName().startsWith(OURS)) {
      return FilterReply.NEUTRAL;
    }
    Throwable reported = thrown == null ? last(parameters) : thrown;
    if (reported != null) {
      OutOfMemory.check(reported);
    }
    boolean isQuestion = format == null && reported == null; // as by isWarnEnabled()
    if (isQuestion) {
      return FilterReply.NEUTRAL;
    }
    if (level.isGreaterOrEqual(Level.WARN) && level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      report(logger.getName(), level, reported);
    }
    return FilterReply.DENY;
  }

  private static void report(String library, Level level, @Nullable Throwable reported) {
    if (reported != null && isOfClient(reported)) {
      LOG.debug("{} reports {}", library, reported.getClass().getName());
      return;
    }
    String trace = reported == null ? "no exception" : SafeTrace.of(reported);
    if (level.isGreaterOrEqual(Level.ERROR)) {
      LOG.error("{} reports an error (text withheld): {}", library, trace);
    } else {
      LOG.warn("{} reports a warning (text withheld): {}", library, trace);
    }
  }

  /** Whether a client caused it: by closing its connection, by being slow or by broken HTTP. */
  private static boolean isOfClient(Throwable reported) {
    @Nullable Throwable cause = reported;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause.getClass().getName().startsWith(HTTP)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static @Nullable Throwable last(Object @Nullable [] parameters) {
    return parameters != null
            && parameters.length > 0
            && parameters[parameters.length - 1] instanceof Throwable thrown
        ? thrown
        : null;
  }
}
