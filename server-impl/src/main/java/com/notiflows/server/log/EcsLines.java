package com.notiflows.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import co.elastic.logging.EcsJsonSerializer;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes messages as JSON with the field names of the Elastic Common Schema. Numbers among the
 * key-value pairs of a message stay numbers. Omits exceptions because their messages may quote
 * callers.
 */
public final class EcsLines extends EcsEncoder {

  /** Names the service in each line. */
  public EcsLines() {
    setServiceName("notiflows");
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return super.encode(event.getThrowableProxy() == null ? event : withoutException(event));
  }

  private static ILoggingEvent withoutException(ILoggingEvent event) {
    LoggingEvent copy = new LoggingEvent();
    copy.setInstant(event.getInstant());
    copy.setLevel(event.getLevel());
    copy.setLoggerName(event.getLoggerName());
    copy.setThreadName(event.getThreadName());
    copy.setMessage(event.getFormattedMessage());
    copy.setKeyValuePairs(event.getKeyValuePairs());
    copy.setMDCPropertyMap(Map.of());
    return copy;
  }

  @Override
  protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null) {
      return;
    }
    for (KeyValuePair pair : pairs) {
      if (pair.value instanceof Integer || pair.value instanceof Long) {
        line.append('"');
        JsonUtils.quoteAsString(pair.key, line);
        line.append("\":").append(pair.value).append(',');
      } else {
        EcsJsonSerializer.serializeMdcEntry(line, pair.key, String.valueOf(pair.value));
      }
    }
  }
}
