package com.notiflows.server.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UtcInstantTypeHandlerTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-26T10:11:12.123457Z, 2026-11-26 10:11:12.123457",
    "2026-11-26T10:11:12.123457999Z, 2026-11-26 10:11:12.123457",
    "2026-11-26T10:11:12Z, 2026-11-26 10:11:12.000000",
    "0001-01-01T00:00:00Z, 0001-01-01 00:00:00.000000",
    "0000-12-31T23:59:59Z, 0001-01-01 00:00:00.000000",
    "-1000000000-01-01T00:00:00Z, 0001-01-01 00:00:00.000000",
    "9999-12-31T23:59:59.999999Z, 9999-12-31 23:59:59.999999",
    "+10000-01-01T00:00:00Z, 9999-12-31 23:59:59.999999",
    "+1000000000-12-31T23:59:59Z, 9999-12-31 23:59:59.999999"
  })
  void truncatesToMicrosecondsAndClampsToTheDatabaseRange(Instant time, String text) {
    assertEquals(text, UtcInstantTypeHandler.text(time));
  }
}
